import type { Tree } from './tree.js'
import { showRational } from './values/rational.js'

/** A tree as one line of plain mathematics, for explanations. Fully bracketed where order could be doubted. */
export function render(tree: Tree): string {
  switch (tree.kind) {
    case 'number':
      return short(showRational(tree.value))
    case 'constant':
      return tree.name === 'infinity' ? '∞' : tree.name === 'pi' ? 'π' : tree.name
    case 'symbol':
      return tree.name
    case 'sum':
      return tree.terms
        .map((term, index) =>
          term.kind === 'negative'
            ? `${index > 0 ? ' - ' : '-'}${factor(term.operand)}`
            : `${index > 0 ? ' + ' : ''}${render(term)}`,
        )
        .join('')
    case 'product':
      return tree.factors.map(factor).join('·')
    case 'negative':
      return `-${factor(tree.operand)}`
    case 'quotient':
      return `${factor(tree.numerator)}/${factor(tree.denominator)}`
    case 'power':
      return `${factor(tree.base)}^${factor(tree.exponent)}`
    case 'plusMinus':
      return `${render(tree.left)} ${tree.sign === 1 ? '±' : '∓'} ${factor(tree.right)}`
    case 'call':
      return `${tree.name}(${tree.arguments.map(render).join(', ')})`
    case 'iterated': {
      const range = [tree.from, tree.to].flatMap((bound) => (bound ? [render(bound)] : [])).join('..')
      return `${tree.operator}(${render(tree.body)}, ${tree.variable} = ${range})`
    }
    case 'bracketed':
      return `${tree.open}${items(tree.items)}${tree.close}`
    case 'set':
      return `{${items(tree.items)}}`
    case 'list':
      return items(tree.items)
    case 'setOperation':
      return tree.operands.map(render).join(SET_SIGNS[tree.operator])
    case 'namedSet':
      return tree.name === 'empty' ? '∅' : `the ${tree.name} numbers`
    case 'matrix':
      return `[${tree.rows.map((row) => row.map(render).join(', ')).join('; ')}]`
    case 'relation':
      return tree.operands
        .map((operand, index) =>
          index === 0 ? render(operand) : `${tree.operators[index - 1]} ${render(operand)}`,
        )
        .join(' ')
    case 'logical':
      return tree.items.map(render).join(tree.operator === ',' ? ', ' : ` ${tree.operator} `)
    case 'comprehension':
      return `{${render(tree.image)} | ${items(tree.conditions)}}`
    case 'conditioned':
      return `${render(tree.body)}, where ${items(tree.conditions)}`
    case 'congruence':
      return `${tree.operands.map(render).join(' ≡ ')} (mod ${render(tree.modulus)})`
    case 'ratio':
      return tree.parts.map(factor).join(' : ')
    case 'percent':
      return `${factor(tree.operand)}%`
    case 'quantity':
      return `${factor(tree.value)} ${tree.unit}`
    case 'clock': {
      const two = (part: number) => String(part).padStart(2, '0')
      const time = `${two(Math.floor(tree.seconds / 3600))}:${two(Math.floor(tree.seconds / 60) % 60)}:${two(tree.seconds % 60)}`
      return tree.half ? `${time} ${tree.half}.m.` : time
    }
    case 'text':
      return JSON.stringify(short(tree.text))
  }
}

const SET_SIGNS = { union: ' ∪ ', intersection: ' ∩ ', difference: ' ∖ ' } as const

const items = (trees: readonly Tree[]): string => trees.map(render).join(', ')

/** In brackets where it is more than one piece. */
function factor(tree: Tree): string {
  const text = render(tree)
  const loose =
    tree.kind === 'sum' ||
    tree.kind === 'product' ||
    tree.kind === 'quotient' ||
    tree.kind === 'negative' ||
    tree.kind === 'plusMinus' ||
    (tree.kind === 'number' && text.includes('/'))
  return loose ? `(${text})` : text
}

const short = (text: string): string =>
  text.length > 80 ? `${text.slice(0, 60)}…${text.length - 60} more` : text
