import { product, sum, type Tree } from '../tree.js'
import { symbolsOf } from '../tree-queries.js'

/** Words that name what the value behind them is. */
const LABELS: ReadonlySet<string> = new Set(
  [
    'amplitude,area,base,center,centre,circumference,common difference,common ratio,degree,diameter,directrix,distance,domain,first term',
    'foci,focus,frequency,height,hypotenuse,imaginary part,leading coefficient,length,max,mean,median,midpoint,min,mode,nullity,period,perimeter',
    'phase shift,product,quotient,radius,range,rank,real part,remainder,slope,standard deviation,sum,surface area,variance,vertex,vertices,volume,width',
    'x-intercept,y-intercept',
  ].flatMap((names) => names.split(',')),
)

/** radius of `\text{Radius: }`, `\text{radius }`, `\text{the radius is}`. */
export function labelOf(text: string): string | undefined {
  if (text.length > LONGEST_LABEL) return undefined
  const words = text
    .toLowerCase()
    .replace(/^(?:the|with|and) /, '')
    .replace(/\s?(?::|=|\bis|\bof)$/, '')
    .replace(/^(max|min)imum/, '$1')
    .replace(/^(?:largest|greatest|biggest|highest)(?= value$|$)/, 'max')
    .replace(/^(?:smallest|least|lowest)(?= value$|$)/, 'min')
    .replace(/^(max|min) value$/, '$1')
  return LABELS.has(words) ? words : undefined
}

const LONGEST_LABEL = 40

/** `\text{center }(1, -2), \text{ radius }3` as two equations; so too `\text{remainder }-3`, `\text{speed }5\text{ m/s}`. */
export function withLabels(tree: Tree): Tree {
  if (tree.kind === 'list' && tree.joint === undefined) {
    const items = tree.items.map((item) => labelled(item) ?? item)
    return items.some((item, index) => item !== tree.items[index])
      ? { kind: 'logical', operator: ',', items }
      : tree
  }
  if (tree.kind === 'logical') return { ...tree, items: tree.items.map((item) => labelled(item) ?? item) }
  return labelled(tree) ?? tree
}

function labelled(tree: Tree): Tree | undefined {
  const value = behindLabel(tree)
  return value && { kind: 'relation', operands: value, operators: ['='] }
}

/** The label that an expression begins with, and the rest of it. */
function behindLabel(tree: Tree): readonly [Tree, Tree] | undefined {
  switch (tree.kind) {
    case 'product': {
      const [first, ...rest] = tree.factors
      return rest.length > 0 && isLabel(first!) ? [first!, product(...rest)] : undefined
    }
    case 'sum': {
      const [first, ...rest] = tree.terms
      if (isLabel(first!)) return [first!, sum(...rest)]
      const inner = behindLabel(first!)
      return inner && [inner[0], sum(inner[1], ...rest)]
    }
    case 'quantity': {
      const inner = behindLabel(tree.value)
      return inner && [inner[0], { ...tree, value: inner[1] }]
    }
    case 'call': {
      const [size] = tree.arguments
      return SIZES.has(tree.name) && tree.arguments.length === 1 && symbolsOf(size!).size === 0
        ? [{ kind: 'text', text: tree.name }, size!]
        : undefined
    }
    default:
      return undefined
  }
}

/** "Rank 2": of a number there is no rank, and no maximum. */
const SIZES: ReadonlySet<string> = new Set(['rank', 'nullity', 'max', 'min'])

const isLabel = (tree: Tree): boolean => tree.kind === 'text' && LABELS.has(tree.text)
