import { call, constant, quotient, sum, symbol, type Tree, whole } from '../tree.js'
import { symbolsOf } from '../tree-queries.js'
import { readAtom, readSet } from './atom.js'
import { readIterated } from './big-operators.js'
import { derivative, derivativeName, derivativeOrder, readDerivative } from './derivatives.js'
import { COUNT } from './ellipsis.js'
import { readExpression, readPower, readScript } from './expression.js'
import { readFunction } from './function-call.js'
import { FUNCTIONS, LETTER_COMMANDS, MORE_FUNCTIONS, NUMBER_SETS, RELATION_COMMANDS } from './latex-names.js'
import { readList } from './statement.js'
import { readSubscript } from './subscripts-and-primes.js'
import { readSymbol } from './symbols.js'
import { type Reader, unreadable } from './token-reader.js'
import { unitVector } from './unit-vectors.js'

const FRACTIONS = new Set(['frac', 'dfrac', 'tfrac', 'cfrac', 'fraction', 'nicefrac', 'sfrac'])
const BINOMIALS = new Set(['binom', 'dbinom', 'tbinom'])
/** Commands that only change the look of the group after them. */
const DECORATIONS = new Set([
  'mathbf', 'boldsymbol', 'bm', 'mathit', 'mathsf', 'mathcal', 'mathscr', 'mathfrak', 'mathtt', 'pmb', 'boxed', 'fbox',
  'underline', 'cancel', 'bcancel', 'mathord', 'mathbin', 'mathrel', 'ensuremath', 'uline', 'emph', 'mathnormal',
  'framebox', 'box', 'underbrace', 'overbrace', 'smash', 'textsuperscript', 'mathop', 'operatorname', 'text', 'mathrm', 'textbf',
]) // biome-ignore format: a table
const ACCENTS = new Set([
  'vec',
  'hat',
  'bar',
  'dot',
  'ddot',
  'tilde',
  'widehat',
  'widetilde',
  'overrightarrow',
  'overline',
  'overleftrightarrow',
  'mathring',
])
const ITERATED = new Set(['sum', 'prod', 'int', 'lim', 'limsup', 'liminf', 'iint', 'oint'])
const FENCES: Readonly<Record<string, string>> = {
  lfloor: 'floor', lceil: 'ceiling', lvert: 'abs', lVert: 'abs', vert: 'abs', Vert: 'abs',
} // biome-ignore format: a table
const CLOSING: Readonly<Record<string, string>> = {
  lfloor: 'rfloor', lceil: 'rceil', lvert: 'rvert', lVert: 'rVert', vert: 'vert', Vert: 'Vert',
} // biome-ignore format: a table
const SKIPPED = new Set([
  'angle',
  'measuredangle',
  'checkmark',
  'therefore',
  'because',
  'quad',
  'mathstrut',
  'displaylimits',
  'blacksquare',
  'qed',
  'null',
])

/** Commands that the published reward's grammar does not have. */
const UNKNOWN_TO_PUBLISHED = new Set([
  'lbrace',
  'boxed',
  'fbox',
  'boldsymbol',
  'bm',
  'color',
  'textcolor',
  'underline',
  'varnothing',
])

/** Whether a command can begin a factor. */
export function startsCommand(reader: Reader): boolean {
  const { value } = reader.next
  if (Object.hasOwn(RELATION_COMMANDS, value)) return false
  if ((value === 'vert' || value === 'Vert') && reader.openBars > 0) return false
  return (
    FRACTIONS.has(value) ||
    BINOMIALS.has(value) ||
    value === 'chosenC' ||
    value === 'chosenP' ||
    DECORATIONS.has(value) ||
    ACCENTS.has(value) ||
    ITERATED.has(value) ||
    Object.hasOwn(FENCES, value) ||
    LETTER_COMMANDS.has(value) ||
    FUNCTIONS.has(value) ||
    (reader.dialect.fullNotation && MORE_FUNCTIONS.has(value)) ||
    value === 'pi' ||
    value === 'infty' ||
    value === 'lbrace' ||
    value === 'langle' ||
    value === 'mathbb' ||
    value === 'e' ||
    value === 'i' ||
    value === 'color' ||
    value === 'textcolor'
  )
}

/** What a command at this place means. */
export function readCommand(reader: Reader): Tree {
  const { value: name } = reader.next
  if (!reader.dialect.lenient && UNKNOWN_TO_PUBLISHED.has(name)) return unreadable()
  if (reader.dialect.lenient && (name === 'cancel' || name === 'bcancel')) return unreadable()
  if (name === 'lbrace') return readBraceCommand(reader)
  reader.take()
  if (FRACTIONS.has(name)) return readFraction(reader)
  if (BINOMIALS.has(name)) {
    const above = readArgument(reader)
    return call('binomial', above, readArgument(reader))
  }
  if (reader.dialect.fullNotation && (name === 'chosenC' || name === 'chosenP')) {
    const above = readArgument(reader)
    return call(name === 'chosenC' ? 'binomial' : 'permutations', above, readArgument(reader))
  }
  if (name === 'sqrt') return readRoot(reader)
  const isSpecial = (name === 'zeta' || name === 'Gamma') && !reader.functionNames.has(name)
  if (reader.dialect.fullNotation && isSpecial && reader.isMark('(')) {
    const special = reader.attempt(() => readSpecial(reader, name))
    if (special) return special
  }
  if (reader.dialect.fullNotation && name === 'partial' && reader.isMark('_')) {
    const derived = reader.attempt(() => readPartial(reader))
    if (derived) return derived
  }
  if (LETTER_COMMANDS.has(name)) return readSymbol(reader, name)
  const known = FUNCTIONS.get(name) ?? (reader.dialect.fullNotation ? MORE_FUNCTIONS.get(name) : undefined)
  if (known && isBareName(known) && reader.isMark('=')) return symbol(known)
  if (known) return readFunction(reader, known)
  if (ITERATED.has(name)) return readIterated(reader, name)
  if (DECORATIONS.has(name)) return readDecorated(reader, name)
  if (ACCENTS.has(name)) return readAccent(reader, name)
  if (Object.hasOwn(FENCES, name)) return readFence(reader, name)
  if (SKIPPED.has(name)) return name === 'angle' ? readAngleName(reader) : readPower(reader)
  switch (name) {
    case 'pi':
      return constant('pi')
    case 'infty':
    case 'infinity':
      return constant('infinity')
    case 'e':
      return constant('e')
    case 'i':
      return reader.dialect.imaginaryUnit ? constant('i') : symbol('i')
    case 'emptyset':
    case 'varnothing':
    case 'O':
      return { kind: 'namedSet', name: 'empty' }
    case 'mathbb':
    case 'Bbb':
      return readBlackboard(reader)
    case 'langle':
      return readAngles(reader)
    case 'phantom':
    case 'hphantom':
    case 'vphantom':
      readArgument(reader)
      return readAtom(reader)
    case 'color':
      readArgument(reader)
      return readAtom(reader)
    case 'textcolor':
    case 'colorbox':
      readArgument(reader)
      return readArgument(reader)
    case 'pmod':
      return call('mod', readArgument(reader))
    default:
      return unreadable()
  }
}

/** Of `\max = 5`, `\det = -2` nobody says what. */
export const isBareName = (name: string): boolean =>
  /^(?:max|min|sup|inf|det|rank|nullity|tr|dim|gcd|lcm)$/.test(name)

/** ζ and Γ of a number: `\zeta(2)`. Of a letter Γ(n) is (n − 1)!, and ζ a function of any kind. */
function readSpecial(reader: Reader, name: string): Tree {
  reader.take()
  const argument = reader.enclosed(() => readExpression(reader))
  reader.expect(')')
  if (symbolsOf(argument).size === 0) return call(name === 'zeta' ? 'zeta' : 'gamma', argument)
  return name === 'Gamma' ? call('factorial', sum(argument, whole(-1))) : unreadable()
}

/** `{…}`, or one digit, letter or command: `\frac12`. */
function readArgument(reader: Reader): Tree {
  const { type, value, spaced } = reader.next
  if (type === 'number' && value.length > 1 && /^\d+$/.test(value)) {
    // \frac12 is 1/2: TeX takes one digit.
    reader.replaceNext({ type: 'number', value: value.slice(1), spaced: false })
    return whole(Number(value[0]))
  }
  if (type === 'letters' && value.length > 1) {
    reader.splitLetters(1)
    return symbol(reader.dialect.lowerCase ? value[0]!.toLowerCase() : value[0]!)
  }
  if (type === 'mark' && value === '-' && !spaced) {
    reader.take()
    return { kind: 'negative', operand: reader.nested(() => readArgument(reader)) }
  }
  // \\frac x3: the digit is an argument of its own, no index.
  if (type === 'letters' && reader.dialect.fullNotation && reader.isPlainLetters() && !/[ei]/.test(value)) {
    reader.take()
    return symbol(value)
  }
  return readAtom(reader)
}

function readFraction(reader: Reader): Tree {
  const numerator = readArgument(reader)
  reader.accept('/')
  const denominator = readArgument(reader)
  if (reader.dialect.fullNotation) {
    const order = derivativeOrder(numerator, denominator)
    const derived = order && reader.attempt(() => readDerivative(reader, order))
    if (derived) return derived
  }
  return derivative(numerator, denominator) ?? quotient(numerator, denominator)
}

/** `\partial_x f`. */
function readPartial(reader: Reader): Tree {
  const variables = [...readSubscript(reader).slice(1)]
  const of = readPower(reader)
  return of.kind === 'symbol' && variables.length > 0 && variables.every((name) => /[a-z]/.test(name))
    ? symbol(derivativeName(of.name, variables))
    : unreadable()
}

export function readRoot(reader: Reader): Tree {
  let degree: Tree = whole(2)
  if (reader.isMark('[')) {
    reader.take()
    degree = reader.enclosed(() => readExpression(reader))
    reader.expect(']')
  }
  // \sqrt12 is meant as √12, although TeX would root the 1 alone.
  if (
    !reader.dialect.lenient &&
    reader.next.type === 'number' &&
    (degree.kind !== 'number' || degree.value.n !== 2n || reader.next.value.length > 1)
  ) {
    return unreadable()
  }
  const radicand =
    reader.next.type === 'number' || reader.isMark('(') ? readAtom(reader) : readArgument(reader)
  return call('root', radicand, degree)
}

const BOLD = new Set(['mathbf', 'boldsymbol', 'bm', 'textbf', 'pmb'])

/** `\underbrace{3 \cdot 3 \cdots 3}_{20 \text{ times}}`: what stands below counts the terms, or is a remark. */
function readBrace(reader: Reader): Tree {
  const body = readArgument(reader)
  if (!reader.accept('_') && !reader.accept('^')) return body
  reader.expect('{')
  const count = reader.isMark('}') ? whole(1) : reader.enclosed(() => readExpression(reader))
  if (reader.next.type === 'text') reader.take()
  reader.expect('}')
  if (body.kind !== 'iterated' || body.to?.kind !== 'symbol' || body.to.name !== COUNT) return body
  return { ...body, to: count.kind === 'quantity' ? count.value : count }
}

function readDecorated(reader: Reader, name: string): Tree {
  if ((name === 'underbrace' || name === 'overbrace') && reader.dialect.fullNotation) return readBrace(reader)
  if (reader.isMark('[')) readAtom(reader)
  if (
    reader.isMark('{') &&
    reader.peek(1).type === 'letters' &&
    reader.peek(1).value.length === 1 &&
    reader.peek(2).value === '}'
  ) {
    // A bold i is a unit vector, not the imaginary unit.
    reader.take()
    const letter = reader.take().value
    reader.take()
    const unit = reader.dialect.fullNotation && BOLD.has(name) ? unitVector(symbol(letter)) : undefined
    if (unit) return unit
    const known = symbol(reader.dialect.lowerCase ? letter.toLowerCase() : letter)
    return BOLD.has(name) && reader.dialect.lenient ? asVector(known) : known
  }
  // \mathbf i without braces.
  if (reader.dialect.fullNotation && BOLD.has(name) && reader.next.type === 'letters') {
    const inner = readArgument(reader)
    return unitVector(inner) ?? asVector(inner)
  }
  return readArgument(reader)
}

const asVector = (tree: Tree): Tree => (tree.kind === 'symbol' ? { ...tree, isVector: true } : tree)

function readAccent(reader: Reader, name: string): Tree {
  const inner = readArgument(reader)
  if (name === 'bar' || name === 'overline') {
    // \bar{x}_1 is a name, the mean of x_1.
    const index = inner.kind === 'symbol' && reader.dialect.fullNotation ? readSubscript(reader) : ''
    return call('conjugate', index === '' ? inner : symbol((inner as { name: string }).name + index))
  }
  const unit =
    reader.dialect.fullNotation && (name === 'hat' || name === 'vec') ? unitVector(inner) : undefined
  if (unit) return unit
  if (reader.dialect.lenient && ARROWS.has(name)) return vectorNamed(inner)
  return inner.kind === 'symbol' ? symbol(`${name} ${inner.name}`) : inner
}

const ARROWS = new Set(['vec', 'overrightarrow'])

/** `\vec{F}` is F; `\vec{AB}` leads from A to B, and `\vec{BA}` is its opposite. */
function vectorNamed(inner: Tree): Tree {
  if (inner.kind === 'symbol') return asVector(inner)
  if (inner.kind !== 'product' || inner.factors.length !== 2) return inner
  const [start, end] = inner.factors as [Tree, Tree]
  if (start.kind !== 'symbol' || end.kind !== 'symbol') return inner
  const name = [start.name, end.name].sort().join('')
  const vector = asVector(symbol(`vec ${name}`))
  return start.name <= end.name ? vector : { kind: 'negative', operand: vector }
}

function readFence(reader: Reader, name: string): Tree {
  if (name === 'vert' || name === 'Vert') reader.openBars++
  const inner = reader.nested(() => readList(reader))
  if (name === 'vert' || name === 'Vert') reader.openBars--
  if (!reader.isCommand(CLOSING[name]!)) return unreadable()
  reader.take()
  return call(FENCES[name]!, inner)
}

/** `\angle ABC` is a name. */
function readAngleName(reader: Reader): Tree {
  const { type, value } = reader.next
  if (type === 'letters') {
    reader.take()
    // ∠CBA is ∠ABC.
    const isTurned = reader.dialect.fullNotation && /^[A-Z]{3}$/.test(value) && value[0]! > value[2]!
    return symbol(`angle ${isTurned ? [...value].reverse().join('') : value}`)
  }
  return symbol(`angle ${JSON.stringify(readPower(reader).kind)}`)
}

function readBlackboard(reader: Reader): Tree {
  const braced = reader.accept('{')
  const { value } = reader.take()
  if (braced) reader.expect('}')
  const name = NUMBER_SETS[value]
  if (name === undefined) return symbol(value)
  let suffix = ''
  while (reader.isMark('^') || reader.isMark('_')) {
    suffix += reader.take().value
    const script = reader.next
    if (script.value === '+' || script.value === '-' || script.value === '*') suffix += reader.take().value
    else if (script.value === '{') {
      while (reader.next.type !== 'stop' && !reader.isMark('}')) suffix += reader.take().value
      suffix = suffix.replace('{', '')
      reader.expect('}')
    } else {
      readScript(reader)
      suffix += script.value
    }
  }
  return { kind: 'namedSet', name: name + suffix }
}

/** `\langle 1, 2, 3 \rangle` is a tuple. */
function readAngles(reader: Reader): Tree {
  const inner = reader.enclosed(() => readList(reader))
  if (!reader.isCommand('rangle')) return unreadable()
  reader.take()
  const items = inner.kind === 'list' ? inner.items : [inner]
  return {
    kind: 'bracketed',
    open: '(',
    close: ')',
    items,
    ...(reader.dialect.fullNotation && { angled: true }),
  }
}

function readBraceCommand(reader: Reader): Tree {
  const tokens = reader.tokens as { type: string; value: string; spaced: boolean }[]
  for (let index = reader.at; index < tokens.length; index++) {
    const { type, value } = tokens[index]!
    if (type === 'command' && (value === 'lbrace' || value === 'rbrace')) {
      tokens[index] = { type: 'mark', value: value === 'lbrace' ? '\\{' : '\\}', spaced: false }
    }
  }
  return readSet(reader)
}
