import { mapChildren, negative, product, quotient, sum, symbol, type Tree, whole } from '../tree.js'

const UNITS = ['unit i', 'unit j', 'unit k']

/** The unit vector that a decorated letter is: `\mathbf{i}`, `\hat{\imath}`. */
export function unitVector(letter: Tree): Tree | undefined {
  const name = letter.kind === 'symbol' || letter.kind === 'constant' ? letter.name : ''
  const at = ['i', 'j', 'k'].indexOf(name.replace('math', ''))
  return at < 0 ? undefined : symbol(UNITS[at]!)
}

/** `3\mathbf{i} - 2\mathbf{j}` as (3, −2); with k as three numbers. */
export function withCoordinates(tree: Tree): Tree {
  switch (tree.kind) {
    case 'relation':
    case 'logical':
    case 'list':
    case 'conditioned':
      return mapChildren(tree, withCoordinates)
    case 'quantity': {
      const value = coordinatesOf(tree.value)
      return value ? { ...tree, value } : tree
    }
    case 'product':
      // 𝐫 · (𝐢 + 2𝐣)
      return (
        coordinatesOf(tree) ??
        (tree.factors.some((factor) => factor.kind === 'symbol' && factor.isVector)
          ? mapChildren(tree, withCoordinates)
          : tree)
      )
    case 'sum':
    case 'negative':
    case 'quotient':
    case 'symbol':
      return coordinatesOf(tree) ?? tree
    default:
      return tree
  }
}

function coordinatesOf(tree: Tree): Tree | undefined {
  const measured = withUnitOfAll(tree)
  if (measured) return measured
  const terms = tree.kind === 'sum' ? tree.terms : [tree]
  const parts = terms.map(componentOf)
  if (!parts.every((part) => part !== undefined)) return undefined
  const size = parts.some(({ axis }) => axis === 2) ? 3 : 2
  const items = Array.from({ length: size }, (_, axis) => {
    const along = parts.filter((part) => part.axis === axis).map(({ value }) => value)
    return along.length === 0 ? whole(0) : sum(...along)
  })
  return { kind: 'bracketed', open: '(', close: ')', items, ...(size === 2 && { alongAxes: true }) }
}

/** 3𝐢 − 2𝐣 N: the unit is that of all components. */
function withUnitOfAll(tree: Tree): Tree | undefined {
  const last = tree.kind === 'sum' ? tree.terms.at(-1)! : tree
  const inner = last.kind === 'negative' ? last.operand : last
  if (tree.kind !== 'sum' || inner.kind !== 'quantity' || !componentOf(inner.value)) return undefined
  const plain = last.kind === 'negative' ? negative(inner.value) : inner.value
  const value = coordinatesOf(sum(...tree.terms.slice(0, -1), plain))
  return value && { kind: 'quantity', value, unit: inner.unit }
}

interface Component {
  readonly axis: number
  readonly value: Tree
}

/** The one unit vector of a term and what stands before it. */
function componentOf(term: Tree): Component | undefined {
  switch (term.kind) {
    case 'symbol': {
      const axis = UNITS.indexOf(term.name)
      return axis < 0 ? undefined : { axis, value: whole(1) }
    }
    case 'negative': {
      const inner = componentOf(term.operand)
      return inner && { axis: inner.axis, value: negative(inner.value) }
    }
    case 'quotient': {
      const inner = componentOf(term.numerator)
      return inner && { axis: inner.axis, value: quotient(inner.value, term.denominator) }
    }
    case 'product': {
      const vectors = term.factors.filter((factor) => componentOf(factor) !== undefined)
      const [vector] = vectors
      if (vectors.length !== 1 || !vector) return undefined
      const { axis, value } = componentOf(vector)!
      return { axis, value: product(...term.factors.map((factor) => (factor === vector ? value : factor))) }
    }
    default:
      return undefined
  }
}
