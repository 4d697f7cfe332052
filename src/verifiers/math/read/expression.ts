import { call, negative, power, product, quotient, sum, symbol, type Tree, whole } from '../tree.js'
import { isApplication } from '../tree-queries.js'
import { readAtom, startsAtom } from './atom.js'
import { derivative } from './derivatives.js'
import { GAP, isDots, seriesOf } from './ellipsis.js'
import { FUNCTIONS, GREEK } from './latex-names.js'
import { orderedProduct } from './ordered-products.js'
import { readSubscript } from './subscripts-and-primes.js'
import { type Reader, unreadable } from './token-reader.js'
import { attachUnit } from './units-and-currency.js'

/** `a + b - c \pm d`. */
export function readExpression(reader: Reader): Tree {
  return reader.nested(() => {
    let terms: Tree[] = []
    const collected = (): Tree =>
      terms.includes(GAP)
        ? (seriesOf(terms, 'sum', reader.work) ?? unreadable())
        : terms.length === 1
          ? terms[0]!
          : { kind: 'sum', terms }
    let sign = takeSign(reader)
    for (;;) {
      if (sign === '±' || sign === '∓') {
        const left = terms.length === 0 ? whole(0) : collected()
        const right = readTerm(reader)
        terms = [reader.dialect.fullNotation ? tolerance(left, right, sign) : plusMinus(left, right, sign)]
      } else if (terms.length > 0 && isEllipsis(reader)) {
        reader.take()
        terms.push(GAP)
      } else {
        const isBracket = reader.isMark('(')
        const term = readTerm(reader)
        const isRemainder = term.kind === 'call' && term.name === 'mod' && term.arguments.length === 2
        // Of -7 \bmod 3 the remainder of −7 is meant.
        if (sign === '-' && isRemainder && !isBracket && terms.length === 0 && reader.dialect.fullNotation)
          terms.push(call('mod', negative(term.arguments[0]!), term.arguments[1]!))
        else terms.push(sign === '-' ? negative(term) : term)
      }
      sign = takeSign(reader)
      if (sign === undefined) return collected()
    }
  })
}

/** `\dots` between terms or factors. */
const isEllipsis = (reader: Reader): boolean =>
  reader.dialect.fullNotation && reader.next.type === 'command' && isDots(reader.next.value)

const plusMinus = (left: Tree, right: Tree, sign: '±' | '∓'): Tree => ({
  kind: 'plusMinus',
  left,
  right,
  sign: sign === '±' ? 1 : -1,
})

/** `9.81 ± 0.01 m/s`: the unit is that of both. */
const tolerance = (left: Tree, right: Tree, sign: '±' | '∓'): Tree =>
  right.kind === 'quantity' && left.kind !== 'quantity' && !(left.kind === 'number' && left.value.n === 0n)
    ? { ...right, value: plusMinus(left, right.value, sign) }
    : plusMinus(left, right, sign)

/** One sign or a run of them: `--` is `+`. */
function takeSign(reader: Reader): '+' | '-' | '±' | '∓' | undefined {
  let sign: '+' | '-' | undefined
  for (;;) {
    if (reader.isMark('+')) {
      sign ??= '+'
    } else if (reader.isMark('-')) {
      sign = sign === '-' ? '+' : '-'
    } else if (reader.isCommand('pm') || reader.isCommand('mp')) {
      const plus = reader.take().value === 'pm'
      return (sign === '-') !== plus ? '±' : '∓'
    } else return sign
    reader.take()
  }
}

/** `a \cdot b / c`, and factors side by side. */
function readTerm(reader: Reader): Tree {
  let left = readFactors(reader)
  for (;;) {
    if (isEllipsis(reader)) return readLongProduct(reader, left)
    const sign = reader.next.value
    const isCross = reader.isCommand('times')
    const operator = takeTimes(reader)
    if (operator === undefined) return attachUnit(reader, left)
    if (isEllipsis(reader)) return readLongProduct(reader, left)
    const right = readSignedFactors(reader)
    const derived =
      reader.dialect.fullNotation && operator === '*' ? fieldDerivative(left, sign, right) : undefined
    if (derived) {
      left = derived
      continue
    }
    if (operator === '/')
      left = (reader.dialect.fullNotation && derivative(left, right)) || quotient(left, right)
    else if (operator === ':') {
      const parts = left.kind === 'ratio' ? left.parts : [left]
      left = { kind: 'ratio', parts: [...parts, right] }
    } else if (operator === 'mod') left = call('mod', left, right)
    else if (isCross && isVector(left) && isVector(right)) left = call('cross', left, right)
    else
      left =
        (isCross && reader.dialect.fullNotation && orderedProduct(left, right)) ||
        product(...(left.kind === 'product' ? left.factors : [left]), right)
  }
}

/** `\nabla \cdot F` and `\nabla \times F`: the divergence and the curl, no products; `\nabla \cdot \nabla f` is ∇²f. */
function fieldDerivative(left: Tree, sign: string, right: Tree): Tree | undefined {
  const factors = factorsOf(left)
  if (!isNabla(factors.at(-1)!) || (sign !== 'cdot' && sign !== 'times')) return undefined
  const [first, ...rest] = factorsOf(right)
  const isLaplacian = sign === 'cdot' && isNabla(first!) && rest.length > 0
  const derived = isLaplacian
    ? [power(first!, whole(2)), ...rest]
    : [call('apply', symbol(sign === 'cdot' ? 'div' : 'curl'), right)]
  return product(...factors.slice(0, -1), ...derived)
}

const isNabla = (tree: Tree): boolean => tree.kind === 'symbol' && tree.name === 'nabla'

/** `1 \cdot 2 \cdots n`: the factors before the dots, and those behind. */
function readLongProduct(reader: Reader, before: Tree): Tree {
  reader.take()
  const factors = [...factorsOf(before), GAP]
  do {
    const part = readSignedFactors(reader)
    // (n + 1)(n + 2)⋯(2n − 1)(2n), but 2n is one factor.
    factors.push(...(part.kind === 'product' && part.factors.every(isLong) ? part.factors : [part]))
  } while (takeTimes(reader) === '*')
  return seriesOf(factors, 'product', reader.work) ?? unreadable()
}

const factorsOf = (tree: Tree): readonly Tree[] => (tree.kind === 'product' ? tree.factors : [tree])

const isLong = (tree: Tree): boolean =>
  tree.kind === 'sum' || tree.kind === 'quotient' || tree.kind === 'product'

const isVector = (tree: Tree): boolean =>
  (tree.kind === 'symbol' && tree.isVector === true) ||
  (tree.kind === 'call' && tree.name === 'cross') ||
  (tree.kind === 'bracketed' && tree.items.length === 3) ||
  (tree.kind === 'negative' && isVector(tree.operand)) ||
  (tree.kind === 'sum' && tree.terms.every(isVector)) ||
  (tree.kind === 'product' && tree.factors.some(isVector))

const TIMES = new Set(['cdot', 'times', 'ast', 'bullet', 'cdotp'])
const DIVIDE = new Set(['div', 'slash', 'over'])

function takeTimes(reader: Reader): '*' | '/' | ':' | 'mod' | undefined {
  const { type, value } = reader.next
  let operator: '*' | '/' | ':' | 'mod' | undefined
  if (type === 'mark') {
    if (value === '*' || value === '/') operator = value
    else if (value === ':' && reader.openBraces === 0) operator = reader.dialect.ratios ? ':' : '/'
  } else if (type === 'command') {
    if (TIMES.has(value)) operator = '*'
    else if (DIVIDE.has(value) && !(value === 'over' && reader.dialect.fullNotation)) operator = '/'
    else if (value === 'colon' || value === 'ratio') operator = ':'
    else if (value === 'bmod' || value === 'mod') operator = 'mod'
  } else if (type === 'text' && reader.dialect.ratios && value.trim() === 'to') operator = ':'
  if (operator !== undefined) reader.take()
  return operator
}

/** Factors after an operator may carry a sign: `3 \cdot -2`. */
function readSignedFactors(reader: Reader): Tree {
  if (reader.accept('-')) return negative(reader.nested(() => readSignedFactors(reader)))
  if (reader.accept('+')) return reader.nested(() => readSignedFactors(reader))
  return readFactors(reader)
}

/** Factors without a sign between them: `2x\sin y`. */
function readFactors(reader: Reader): Tree {
  const factors = [readPower(reader)]
  while (startsAtom(reader)) {
    const last = factors.at(-1)!
    const mixed = readMixedFraction(reader, factors.length === 1 ? last : undefined)
    if (mixed) factors[0] = mixed
    else factors.push(readPower(reader))
  }
  return product(...factors)
}

/** `2\frac{1}{2}`, and on a keyboard `2 1/2`, is two and a half. */
function readMixedFraction(reader: Reader, before: Tree | undefined): Tree | undefined {
  if (before?.kind !== 'number' || before.decimal || before.value.d !== 1n) return undefined
  const { type, value, spaced } = reader.next
  let last = reader.at - 1
  while (reader.tokens[last]!.value === '}') last--
  const isFactor = /^[)\]]$/.test(reader.tokens[last]!.value) && reader.dialect.fullNotation
  if (
    type === 'command' &&
    (value === 'frac' || value === 'dfrac' || value === 'tfrac' || value === 'cfrac')
  ) {
    // (2)\frac{1}{2} is a product.
    if (isFactor) return undefined
    const fraction = readAtom(reader)
    const proper =
      fraction.kind === 'quotient' &&
      isPlainInteger(fraction.numerator) &&
      isPlainInteger(fraction.denominator)
    if (proper && !reader.dialect.lenient && reader.isMark('%')) return unreadable()
    return proper
      ? readPostfix(reader, { kind: 'sum', terms: [before, fraction] })
      : product(before, readPostfix(reader, fraction))
  }
  if (type === 'number' && spaced && reader.dialect.plainMath) {
    const slash = reader.peek(1)
    const denominator = reader.peek(2)
    if (slash.value !== '/' || denominator.type !== 'number' || isFactor) return unreadable()
    const numerator = readAtom(reader)
    reader.take()
    const below = readAtom(reader)
    if (!isPlainInteger(numerator) || !isPlainInteger(below)) return unreadable()
    return readPostfix(reader, { kind: 'sum', terms: [before, quotient(numerator, below)] })
  }
  return undefined
}

const isPlainInteger = (tree: Tree): boolean =>
  tree.kind === 'number' && tree.decimal === undefined && tree.value.d === 1n

/** An atom with what follows it above, below and behind: `x_1^2!`, `30^\circ`, `50\%`, `y'`. */
export const readPower = (reader: Reader): Tree => readPostfix(reader, readAtom(reader))

function readPostfix(reader: Reader, atom: Tree): Tree {
  let tree = atom
  for (;;) {
    const { type, value } = reader.next
    if (type === 'mark') {
      if (value === '^') {
        if (isSide(reader)) return tree
        reader.take()
        tree = raise(reader, tree)
        continue
      }
      if (value === '!') {
        reader.take()
        tree = reader.accept('!') ? call('doubleFactorial', tree) : call('factorial', tree)
        continue
      }
      if (value === '%') {
        if (!reader.dialect.lenient && !isPlainFraction(tree)) return unreadable()
        reader.take()
        tree = { kind: 'percent', operand: tree }
        continue
      }
      if (value === "'" && tree.kind === 'symbol') {
        reader.take()
        tree = { ...tree, name: `${tree.name}'` }
        continue
      }
      if (value === "'" && isApplication(tree) && tree.arguments[0]!.kind === 'symbol') {
        // f(x)' is f'(x).
        reader.take()
        tree = call('apply', symbol(`${tree.arguments[0].name}'`), ...tree.arguments.slice(1))
        continue
      }
      if (
        value === '_' &&
        tree.kind === 'symbol' &&
        reader.dialect.fullNotation &&
        !tree.name.includes('__')
      ) {
        // {g}_{k}; (x_y)_z is no x_{y_z}.
        tree = { ...tree, name: tree.name + (tree.name.includes('_') ? '_' : '') + readSubscript(reader) }
        continue
      }
      if (value === '_' && reader.dialect.fullNotation && isPlainPower(tree)) {
        // x^2_1 is x_1^2.
        tree = { ...tree, base: { ...tree.base, name: tree.base.name + readSubscript(reader) } }
        continue
      }
      if (value === '_' && reader.dialect.fullNotation && isPlainMean(tree)) {
        // \bar{x}^2_1
        const [name] = tree.base.arguments as [Tree & { kind: 'symbol' }]
        tree = power(call('conjugate', symbol(name.name + readSubscript(reader))), tree.exponent)
        continue
      }
      if (value === '_') {
        // Where subscripts have a meaning, this one has none: a base with digits beyond it (`9_8`), a hedge (`3_{\text{or }5}`).
        if (reader.dialect.bases || (tree.kind !== 'number' && tree.kind !== 'call')) return unreadable()
        reader.take()
        const script = readScript(reader)
        if (!reader.dialect.lenient && script.kind === 'text') return unreadable()
        continue
      }
    } else if (type === 'command') {
      if (value === 'degree') {
        reader.take()
        tree = degrees(reader, tree)
        continue
      }
      if (value === 'prime' && tree.kind === 'symbol') {
        reader.take()
        tree = { ...tree, name: `${tree.name}'` }
        continue
      }
    }
    return tree
  }
}

/** The sign of `x \to 0^+}`, which ends what stands below a limit. */
const isSide = (reader: Reader): boolean => {
  const braced = reader.peek(1).value === '{' ? 1 : 0
  const sign = reader.peek(1 + braced).value
  return (sign === '+' || sign === '-') && reader.peek(2 + braced).value === '}'
}

/** A power of a letter without an index. */
const isPlainPower = (tree: Tree): tree is Tree & { kind: 'power'; base: Tree & { kind: 'symbol' } } =>
  tree.kind === 'power' && tree.base.kind === 'symbol' && !tree.base.name.includes('_')

/** A power of x̄. */
const isPlainMean = (tree: Tree): tree is Tree & { kind: 'power'; base: Tree & { kind: 'call' } } =>
  tree.kind === 'power' &&
  tree.base.kind === 'call' &&
  tree.base.name === 'conjugate' &&
  tree.base.arguments[0]!.kind === 'symbol'

/** 12.5, or 1/2 of two numbers. */
const isPlainFraction = (tree: Tree): boolean =>
  tree.kind === 'number' ||
  (tree.kind === 'quotient' && tree.numerator.kind === 'number' && tree.denominator.kind === 'number')

function raise(reader: Reader, base: Tree): Tree {
  if (reader.isCommand('circ')) {
    reader.take()
    return degrees(reader, base)
  }
  if (reader.isCommand('prime') && base.kind === 'symbol') {
    reader.take()
    return { ...base, name: `${base.name}'` }
  }
  if (reader.isMark('{') && reader.peek(1).value === 'circ' && reader.peek(2).value === '}') {
    reader.take()
    reader.take()
    reader.take()
    return degrees(reader, base)
  }
  const isBraced = reader.isMark('{')
  let exponent = reader.dialect.fullNotation ? readExponent(reader) : readScript(reader)
  // To latex2sympy 2^5\% is 2^(5%), and 2^{5}\% nothing.
  if (!reader.dialect.lenient && !isBraced && exponent.kind === 'number' && reader.accept('%'))
    exponent = { kind: 'percent', operand: exponent }
  return (reader.dialect.lenient && chosen(base, exponent)) || power(base, exponent)
}

/** On a keyboard `2^3^2` is 2^(3^2), and `e^-x^2` is e^(-x^2). */
function readExponent(reader: Reader): Tree {
  if (reader.accept('-')) return negative(reader.nested(() => readExponent(reader)))
  const isBraced = reader.isMark('{')
  const exponent = readScript(reader)
  const isRaised = reader.isMark('^') && !isBraced && !/^(?:circ|prime|\{)$/.test(reader.peek(1).value)
  return isRaised && reader.accept('^') ? reader.nested(() => raise(reader, exponent)) : exponent
}

/** `C_{10}^{3}` and `A_{10}^{3}` count choices, where both numbers fit. */
function chosen(base: Tree, exponent: Tree): Tree | undefined {
  if (base.kind !== 'symbol' || exponent.kind !== 'number') return undefined
  const found = /^([CAP])_(\d{1,4})$/.exec(base.name)
  if (!found || Number(found[2]) < 2 || exponent.value.n > BigInt(found[2]!)) return undefined
  return call(found[1] === 'C' ? 'binomial' : 'permutations', whole(Number(found[2])), exponent)
}

function degrees(reader: Reader, value: Tree): Tree {
  if (!reader.dialect.degrees) return value
  const { type, value: letter } = reader.next
  if (type === 'number' && reader.dialect.fullNotation) return withMinutes(reader, value)
  const scale = type === 'letters' || type === 'text' ? letter.trim() : ''
  if (scale !== 'C' && scale !== 'F') return { kind: 'quantity', value, unit: 'degree' }
  reader.take()
  return { kind: 'quantity', value, unit: `°${scale}` }
}

/** `63^\circ 45'`, `12^\circ 30' 15''`, `70^\circ 32''`: sixtieths, and sixtieths of these. */
function withMinutes(reader: Reader, whole: Tree): Tree {
  const minutes = reader.attempt(() => strokedAt(reader, 1))
  const hasSeconds = minutes === undefined || reader.next.type === 'number'
  const seconds = hasSeconds ? reader.attempt(() => strokedAt(reader, 2)) : undefined
  const parts = [minutes && quotient(minutes, sixty(60)), seconds && quotient(seconds, sixty(3600))]
  return {
    kind: 'quantity',
    value: sum(whole, ...parts.filter((part) => part !== undefined)),
    unit: 'degree',
  }
}

const sixty = (value: number): Tree => whole(value)

/** A number and its mark: one stroke for minutes, two for seconds. */
function strokedAt(reader: Reader, strokes: 1 | 2): Tree {
  const value = readAtom(reader)
  if (reader.accept('^')) {
    const braced = reader.accept('{')
    for (let stroke = 0; stroke < strokes; stroke++) if (reader.take().value !== 'prime') unreadable()
    if (braced) reader.expect('}')
    return value
  }
  if (strokes === 2 && reader.accept('"')) return value
  for (let stroke = 0; stroke < strokes; stroke++) reader.expect("'")
  if (reader.isMark("'")) unreadable()
  return value
}

/** What stands raised or lowered: a group in braces, or one digit, letter or command. */
export function readScript(reader: Reader): Tree {
  if (reader.isMark('{')) return readAtom(reader)
  if (reader.accept('-')) return negative(reader.nested(() => readScript(reader)))
  if (reader.accept('+')) return reader.nested(() => readScript(reader))
  const { type, value } = reader.next
  // \sum^n_{k=1}: the index is that of the sum.
  const isBeforeIndex = reader.peek(1).value === '_' && reader.dialect.fullNotation && !/^[ei]$/.test(value)
  if (isBeforeIndex && (type === 'letters' ? value.length === 1 : type === 'command' && GREEK.has(value))) {
    reader.take()
    return symbol(value)
  }
  // x^n2 is xⁿ·2, and no x to the n₂.
  const isBeforeDigit = reader.peek(1).type === 'number' && !reader.peek(1).spaced && !/[ei]/.test(value)
  if (type === 'letters' && value.length === 1 && isBeforeDigit && reader.dialect.fullNotation) {
    reader.take()
    return symbol(value)
  }
  if (type === 'letters' && value.length > 1) {
    // On a keyboard y^ln(x) has a whole function above.
    if (reader.dialect.fullNotation && FUNCTIONS.has(value) && reader.peek(1).value === '(')
      return readAtom(reader)
    const letter = symbol(value[0]!)
    reader.splitLetters(1)
    return letter
  }
  return readAtom(reader)
}
