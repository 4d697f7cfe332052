import { matchesOf } from '../matches.js'
import { negative, symbol, type Tree, whole } from '../tree.js'
import { choiceLetters, decimalOf, isOfIntegerLetter, substitute, symbolsOf } from '../tree-queries.js'
import { tidyAnswer } from '../trim-answer.js'
import { changesValue } from '../value-changing-words.js'
import { OUT_OF_WORK, spend, type Work } from '../work.js'
import { isRealMembership, withMemberships } from './built-sets.js'
import { readChemicalEquation } from './chemical-equations.js'
import { chemicalFormula } from './chemical-formulas.js'
import { readChineseNumber } from './chinese-numbers.js'
import { readClock } from './clock-time.js'
import {
  conditionText,
  isFirstValue,
  isNeutralCondition,
  isOfIndex,
  splitCondition,
  withConditions,
} from './conditions.js'
import { readContinuedFraction } from './continued-fractions.js'
import { readDate } from './dates.js'
import { NATURAL } from './dialect.js'
import { enumerated } from './enumerated-index.js'
import { readFigures } from './figures.js'
import { FUNCTIONS, LETTER_COMMANDS } from './latex-names.js'
import { namedQuantity } from './named-quantities.js'
import { digitsOfWords } from './number-words.js'
import { digitsOfForeignWords } from './number-words-by-language.js'
import { parse } from './parse.js'
import { cyclesOfTwoLines, isPermutation, readCycles, readPermutation } from './permutations.js'
import { readProposition } from './propositions.js'
import { readQuantified } from './quantified.js'
import { setInWords } from './sets-in-words.js'
import { usualSpelling } from './spelling-variants.js'
import { readTestDecision } from './test-decisions.js'
import { withoutTypography } from './typography.js'
import { latexFromUnicode, withPlainDigits } from './unicode.js'
import { isPercent, isUnit, isUnitWord, mayBeFactors, PERHAPS, scaleWord } from './units.js'
import { meaningOf } from './word-meanings.js'

/** Longest answer that is read at all. */
const LONGEST_ANSWER = 4_000

/** What an answer text can mean. */
export interface Interpretations {
  /** Likeliest first: a time; with the words at its end as a unit; as mathematics; as numbered parts. */
  readonly trees: readonly Tree[]
  /** B of `(B) 12`. It counts beside a letter. */
  readonly choice?: Tree
  /** 3.5 of `3,5`. It counts beside a decimal. */
  readonly decimal?: Tree
  /** 1234.5 of `1.234,5`. It counts beside a number. */
  readonly pointed?: Tree
  /** −312 of `(312)`, as accountants write it. It counts beside a negative gold. */
  readonly loss?: Tree
  /** p ∧ q of "p and q". It counts beside a formula of logic. */
  readonly proposition?: Tree
  /** The text itself. It counts beside words. */
  readonly words?: Tree & { readonly kind: 'text' }
}

/** A text that was read, and the work that it took. */
export interface KnownText {
  readonly text: string
  readonly interpretations: Interpretations
  readonly steps: number
}

/** As a gold: the mathematics, and its words where there is none, or one word, as No, that may be a product of letters. */
export function goldReadings({ trees, words }: Interpretations): readonly Tree[] {
  const cycles = words && readCycles(words.text)
  // (12)(34) is no product; (123) may be a number, and (1, 2, 3) is a point.
  if (cycles && /\(.*\(/.test(cycles.text)) return [cycles]
  if (cycles && !words.text.includes(',')) return [...trees, cycles]
  const twoLines = trees[0] && cyclesOfTwoLines(trees[0])
  if (twoLines) return [...trees, twoLines]
  const isName = words !== undefined && (trees.length === 0 || ONE_WORD.test(words.text))
  return isName && !trees.some(isText) ? [...trees, words] : trees
}

const ONE_WORD = /^(?:\p{L}{3,}|no|ja|s[ií])$/iu

/** As a prediction: words matter only beside words, the letter of a choice beside a letter. */
export function readingsBeside(
  golds: readonly Tree[],
  { trees, choice, decimal, pointed, loss, proposition, words }: Interpretations,
): readonly Tree[] {
  const letters = choice !== undefined && golds.some((gold) => choiceLetters(gold) !== undefined)
  const worded = words !== undefined && golds.some(isText) && !trees.some(isText)
  const decimals = decimal !== undefined && golds.some((gold) => decimalOf(valueIn(gold)) !== undefined)
  const losses = loss !== undefined && golds.some((gold) => valueIn(gold).kind === 'negative')
  const isCycle = () => /\)[^()]{0,8}\(/.test(words!.text) || !words!.text.includes(',')
  const isBesideCycles = words !== undefined && golds.some(isPermutation)
  const cycles = isBesideCycles
    ? ((isCycle() ? readCycles(words.text) : undefined) ?? (trees[0] && cyclesOfTwoLines(trees[0])))
    : undefined
  return [
    ...trees,
    ...(letters ? [choice] : []),
    ...(decimals ? [decimal] : []),
    ...(pointed && golds.some((gold) => isNumber(valueIn(gold))) ? [pointed] : []),
    ...(losses ? [loss] : []),
    ...(proposition && golds.some(isFormula) ? [proposition] : []),
    ...(worded ? [words] : []),
    ...(cycles ? [cycles] : []),
  ]
}

const valueIn = (tree: Tree): Tree =>
  tree.kind === 'quantity'
    ? tree.value
    : tree.kind === 'percent'
      ? tree.operand
      : tree.kind === 'relation'
        ? valueIn(tree.operands.at(-1)!)
        : tree

const isText = (tree: Tree): boolean => tree.kind === 'text'

const isNumber = (tree: Tree): boolean =>
  tree.kind === 'number' || (tree.kind === 'negative' && isNumber(tree.operand))

const isFormula = (tree: Tree): boolean => tree.kind === 'call' && /^[¬∧∨⊕→↔]$/.test(tree.name)

/** `(1,245)`, `\$(87)`, `(\$87)`: an amount of two digits or more in brackets. */
function lossReading(text: string, work: Work): Pick<Interpretations, 'loss'> {
  const found = text.includes('(') ? LOSS.exec(text) : null
  const loss = found
    ? parse(`-${found[1] ?? ''}${found[2]!}${found[3] ?? ''}${found[4] ?? ''}`, NATURAL, work)
    : undefined
  return loss ? { loss } : {}
}

const LOSS =
  /^(?:\\text\s?\{)?(?=.{0,3}\()(\\?[$€£¥])?\s?\((?:\\?[$€£¥])?\s?(\d{2,3}(?:\.\d{1,4})?|\d{1,3}(?:,\d{3}){1,4}(?:\.\d{1,4})?|\d{4,12}(?:\.\d{1,4})?|\d\.\d{1,4}(?=\)(?:\s|\\)))\s?(\\?%)?\)\}?((?:\s|\\[ ,;])?(?:\\text\s?\{\s?)?(?:million|billion|thousand)\s?\}?)?$/

/** Whether a text says something better than its own words. */
export const hasMathematics = (text: string, { trees }: Interpretations): boolean =>
  trees.some((tree) => tree.kind !== 'text' || tree.text !== text)

export function interpretationsOf(text: string, work: Work): Interpretations {
  if (text.length > LONGEST_ANSWER) throw OUT_OF_WORK
  spend(work, text.length >> 3)
  const plain = withoutTypography(withSingleBackslashes(withPlainDigits(text)))
  if (PLAIN_INTEGER.test(plain)) return integerReading(plain)
  if (PLAIN_FORMULA.test(plain)) return formulaReading(plain, work)
  const tidy = usualSpelling(plain)
  if (tidy === '') return { trees: [] }
  const chemical = chemicalFormula(tidy)
  const reaction = chemical ? undefined : (readChemicalEquation(tidy) ?? readTestDecision(tidy))
  if (reaction) return { trees: [reaction] }
  const ownWords: Interpretations['words'] = { kind: 'text', text: chemical?.formula ?? tidy }
  if (chemical?.isMarked) return { trees: [ownWords] }
  const figures = readFigures(tidy)
  if (figures) return { trees: [figures] }
  const continued = readContinuedFraction(tidy)
  if (continued) return { trees: [continued] }
  const named = namedQuantity(tidy)
  const value = named && parse(named.value, NATURAL, work)
  if (value)
    return { trees: [{ kind: 'relation', operands: [named.name, value], operators: ['='] }], words: ownWords }
  const readings: Tree[] = []
  const add = (candidate: string | undefined) => {
    const tree = candidate === undefined ? undefined : parse(candidate, NATURAL, work)
    if (tree) readings.push(tree)
  }
  const clock =
    tidy.length < 60 && /:|\d\s?(?:\\text\s?\{\s?)?h\s?\}?\s?\d|Uhr/.test(tidy) ? readClock(tidy) : undefined
  if (clock) {
    readings.push(clock)
    // 12:00 and 1:00 are no ratios.
    if (/:0|^0|Uhr/.test(tidy) || clock.half || tidy.split(':').length > 2) return { trees: readings }
  }
  const date = readDate(tidy)
  if (date) return { trees: [date] }
  const permutation = readPermutation(tidy)
  if (permutation) return { trees: [permutation], words: ownWords }
  const quantified = readQuantified(tidy, work)
  if (quantified) return { trees: [quantified], words: ownWords }
  const proposition = readProposition(tidy)
  if (proposition && !proposition.isListed) return { trees: [proposition.tree], words: ownWords }
  const described = setInWords(tidy)
  const set = described === undefined ? undefined : parse(described, NATURAL, work)
  if (set) return { trees: [set], words: ownWords }
  const parts = numberedParts(tidy)
  if (parts !== undefined) {
    const items = parts.map((part) => parse(part, NATURAL, work))
    if (items.every((item) => item !== undefined))
      return { trees: [{ kind: 'bracketed', open: '(', close: ')', items }] }
  }
  add(measured(tidy))
  const conditional = conditionalReading(tidy, work)
  if (conditional) readings.push(conditional)
  else {
    add(bareUnit(tidy) ?? bareNoun(tidy))
    add(tidy)
    const halves = halvesFirst(tidy)
    if (halves !== tidy) add(halves)
  }
  add(eitherUnit(tidy))
  const words = wordsOnly(tidy)
  if (words !== undefined) {
    const digits = digitsOfWords(words) ?? digitsOfForeignWords(words, isUnit)
    add(digits && (bareUnit(digits) ?? bareNoun(digits) ?? digits))
    const meaning =
      meaningOf(words) ??
      (/[\u4e00-\u9fff]/.test(words)
        ? readChineseNumber(words.replace(/(?:です|である)$/, '').replace(MEASURE_WORD, ''))
        : undefined)
    if (meaning) readings.push(meaning)
    if (/\d/.test(words) && words !== tidy) {
      const spelt = usualSpelling(words)
      add(measured(words))
      add(bareUnit(spelt) ?? bareNoun(spelt))
      add(spelt)
    }
  }
  if (readings.length === 0) add(unitlessCalculation(tidy))
  const choice = labelledChoice(tidy)
  if (choice?.content !== undefined) add(bareUnit(choice.content) ?? choice.content)
  return {
    trees: readings,
    ...(choice && { choice: symbol(choice.label) }),
    ...decimalReading(tidy, work),
    ...pointedReading(tidy, work),
    ...lossReading(tidy, work),
    ...(proposition && { proposition: proposition.tree }),
    words: ownWords,
  }
}

/** `\\frac{1}{2}`: every backslash doubled, as programs print texts. */
const withSingleBackslashes = (text: string): string =>
  text.includes('\\\\') &&
  DOUBLED.test(text) &&
  (text.match(/\\+/g) ?? []).every(({ length }) => length % 2 === 0)
    ? text.replaceAll('\\\\', '\\')
    : text

const DOUBLED =
  /\\\\(?:[dt]?frac|sqrt|left|text|begin|cdot|times|pi|in|le|leq|ge|geq|infty|cup|pm|sin|cos|ln|log)(?![a-zA-Z])/

const decimalReading = (text: string, work: Work): Pick<Interpretations, 'decimal'> => {
  const decimal =
    text.includes(',') && DECIMAL_COMMA.test(text) ? parse(text.replace(',', '.'), NATURAL, work) : undefined
  return decimal ? { decimal } : {}
}

/** 1.234,50, points between thousands, or 12,00: the comma is that of a decimal. */
const POINTED = /^-?(?:\d{1,3}(?:\.\d{3}){1,5},\d{1,4}|\d{1,12},0\d)(?![\d,])[^,]{0,30}$/

function pointedReading(text: string, work: Work): Pick<Interpretations, 'pointed'> {
  if (!text.includes(',') || !POINTED.test(text)) return {}
  const pointed = parse(text.replaceAll('.', '').replace(',', '.'), NATURAL, work)
  return pointed ? { pointed } : {}
}

/** A comma that groups no thousands. */
const DECIMAL_COMMA = /^-?(?:\d{1,12},(?:\d{1,2}|\d{4,12})|0,\d{3})(?![\d,])[^,]{0,30}$/

/** Most answers are a whole number or a formula, which need none of what follows. */
const PLAIN_INTEGER = /^-?\d{1,15}$/

function integerReading(text: string): Interpretations {
  const size = whole(BigInt(text.replace('-', '')))
  return { trees: [text.startsWith('-') ? negative(size) : size], words: { kind: 'text', text } }
}

/**
 * Digits, small letters apart from each other, brackets, operators, functions, percents, dollars and degrees: a formula, and no date, unit, word, choice or
 * condition. Excepted are `(1) …`, a part of several; `(b)`, a choice; the cycle `(1 2)`; `2h30` and `2m 30s`; `2000/1/5`; `0.1(6)`; `0b11`; `2x10^3`; `3{,}5`; `<1, 2>`; `P^*`; and a letter
 * behind a number and a space, or `5*m`, which may be a unit.
 */
const PLAIN_FORMULA =
  /^(?!(?:\\left ?)?<|[^<]{0,20}= ?<|[^*]{0,40}\^\{?\*|\(1\)|\(?[ai]\)[ \\]|\([a-h]\)$|\(\d{1,2} \d{1,2}[ )]|0[bo]\d|(?:[a-z] ?= ?)?[-\d.*/^]{0,20}\d[*/][ghlms](?![a-z])|[^/]{1,9}\/\/|\d{4}[/.-]\d{1,2}[/.-]|\d{1,9} ?[ghms] ?\d|-?\d{1,20}\.\d{0,20}\()(?:[\d.+\-*/=<>(){}^!]|_(?!\{(?:\(|1,))|,(?!\})| (?! )|\\[$%]|(?<=\^\{?)\\circ(?![a-zA-Z])|\\(?:[dt]?frac|sqrt|cdot|times|pi(?! [a-z])|left|right|sin|cos|tan|ln|log|infty|pm|leq?|geq?|theta|alpha|beta|lambda)(?![a-zA-Z])|(?<![\d)}] |[a-zA-Z])[a-z](?![a-zA-Z])(?<!x(?= ?10)))+$/

const formulaReading = (text: string, work: Work): Interpretations => {
  const tree = parse(text, NATURAL, work)
  const halves = halvesFirst(text)
  const other = halves === text ? undefined : parse(halves, NATURAL, work)
  return {
    trees: [tree, other].filter((reading) => reading !== undefined),
    ...decimalReading(text, work),
    ...pointedReading(text, work),
    ...lossReading(text, work),
    words: { kind: 'text', text },
  }
}

/** On a keyboard `1/2x` is one half of x to programs, and 1/(2x) to many people: it counts as either. */
const halvesFirst = (text: string): string =>
  text.includes('/') ? text.replace(TYPED_FRACTION, '($1/$2)') : text

const TYPED_FRACTION = /(?<![\w.)\]}^_/\\])(\d{1,9})\/(\d{1,9})(?=\s?[(a-zA-Z])/g

/** `x + 1 \text{ for all } x`: the value, and what its symbols are. Words that cannot be read stay words. */
function conditionalReading(text: string, work: Work): Tree | undefined {
  const split = splitCondition(text)
  if (!split) return undefined
  const body = parse(tidyAnswer(split.body), NATURAL, work)
  if (body === undefined || body.kind === 'text') return undefined
  const words = conditionText(split.condition)
  if (isNeutralCondition(words)) return body
  const read = parse(words, NATURAL, work)
  // n = 0, 1, 2, … is read behind what n counts.
  if (read === undefined && /\\[lc]?dots|…/.test(words))
    return parse(`${tidyAnswer(split.body)}, ${words}`, NATURAL, work)
  const conditions = (read && conditionsIn(read)) ?? [{ kind: 'text', text: words }]
  // "with a_0 = 1" is no condition.
  if (body.kind === 'relation' && conditions.some(isFirstValue))
    return withConditions({ kind: 'logical', operator: ',', items: [body, ...conditions] })
  const definitions = conditions.filter((condition) => isDefinition(condition, body))
  if (definitions.length > 0 && definitions.length === conditions.length)
    return definitions.reduce<Tree>(
      (value, { operands: [name, meant] }) => substitute(value, name.name, meant),
      body,
    )
  const values = enumerated(body, conditions)
  if (values) return values
  const limiting = conditions.filter(
    (condition) =>
      !(isRealMembership(condition) && !isOfIntegerLetter(condition)) && !isOfIndex(condition, body),
  )
  if (limiting.length === 0) return body
  return body.kind === 'conditioned'
    ? { ...body, conditions: [...body.conditions, ...limiting] }
    : { kind: 'conditioned', body, conditions: limiting }
}

/** `r = 5` of `\pi r^2 \text{ where }r = 5`. */
const isDefinition = (condition: Tree, body: Tree): condition is Definition => {
  if (condition.kind !== 'relation' || condition.operators.join() !== '=') return false
  const [name, meant] = condition.operands as [Tree, Tree]
  const said = body.kind === 'relation' ? body.operands.at(-1)! : body
  const isNamed = name.kind === 'symbol' && symbolsOf(said).has(name.name) && !symbolsOf(meant).has(name.name)
  return (
    isNamed &&
    (said === body || !symbolsOf((body as Tree & { kind: 'relation' }).operands[0]!).has(name.name))
  )
}

type Definition = Tree & { readonly operands: readonly [Tree & { kind: 'symbol' }, Tree] }

/** The relations that a condition is read as, one by one. */
function conditionsIn(tree: Tree): readonly Tree[] | undefined {
  if (tree.kind === 'conditioned') return [...(conditionsIn(tree.body) ?? [tree.body]), ...tree.conditions]
  if (tree.kind === 'logical' && tree.operator !== 'or') return withMemberships(tree.items)
  return tree.kind === 'relation' || tree.kind === 'logical' ? [tree] : undefined
}

/** `\textbf{(B)}\ 12`, `\text{B. Paris}`: the choice B, whose content is 12, or Paris; `Option B`, `B)`, `(b)`. */
function labelledChoice(text: string): { readonly label: string; readonly content?: string } | undefined {
  const chosen = NOT_OTHERS.exec(text)?.[1]
  if (chosen) return { label: chosen }
  const named = /^(?:\\text\s?\{)?(?:option|choice|选项)\s?\(?([A-H])\)?\}?$/i.exec(text)
  if (named) return { label: named[1]!.toUpperCase() }
  const alone = /^(?:\\text[a-z]{0,2}\s?\{)?(?:([A-H])[).]|\(([a-h])\))\}?$/.exec(text)
  if (alone) return { label: (alone[1] ?? alone[2])!.toUpperCase() }
  const found =
    /^(?:\\(?:text|textbf|textrm|mathrm|mathbf)\s?\{\s?)?(?:\(([A-H])\)|([A-H])[.):](?=\s|\\))\s?\}?(?:\\ |\\quad|\\;|\\,|~|[\s:.]){0,4}(.{1,200})$/.exec(
      text,
    )
  if (!found || /\([A-H]\)|^\W{0,3}[A-H]\W{0,3}$|\b(?:or|and)\b/.test(found[3]!)) return undefined
  const inText = /^\\text/.test(text) && !found[3]!.includes('{')
  return { label: (found[1] ?? found[2])!, content: inText ? found[3]!.replace(/\}$/, '') : found[3]! }
}

/** "D. It can't be A or B", "B，不是A", "C, not A": the others are denied. */
export const NOT_OTHERS =
  /^\(?([A-H])\)?[.,;:，。；]?\s{0,2}(?:(?:[Ii]t|[Tt]his|and|which)\s)?(?:can['’]?t be|cannot be|isn['’]t|is not|not|non|nicht|不是|不可能是)\s?\(?[A-H]\)?(?:(?:\s?[,，、]\s?|\s(?:or|and|nor)\s|[或和])\(?[A-H]\)?){0,6}$/

/** `15\,\text{mg/kg} \times 24\,\text{kg} = 360\,\text{mg}` → `15 \times 24 = 360 = 360\,\text{mg}`: only the result has its unit. */
function unitlessCalculation(text: string): string | undefined {
  const found = CALCULATION.exec(text)
  return found
    ? `${found[1] ?? ''}${found[2]!.replace(/\\(?:text|mathrm)\s?\{[^{}]*\}/g, '')}=${found[3]}=${found[3]}${found[4]}`
    : undefined
}

const CALCULATION =
  /^((?:[a-zA-Z]|\\text\s?\{[^{}=]{1,30}\})\s?=\s?)?(?=[^=]{0,160}(?:\\(?:times|cdot|div|d?frac)(?![a-zA-Z])|[×·]))((?:[\d.,()\s/^{}×·-]|\\(?:text|mathrm)\s?\{[^{}=]{1,20}\}|\\(?:times|cdot|div|d?frac)(?![a-zA-Z])|\\[,;: !])+)=\s?(\d[\d.,]{0,20})([^=\d][^=]{0,40})$/

/** `5 cm` → `5\text{ cm}`, `1.2 million` → `1.2\text{ million}`, `7 percent`, `25°C`, `128元`, `8 kg·m/s²`. */
function bareUnit(text: string): string | undefined {
  // π ends a number, as a brace does.
  const tail = text
    .slice(-60)
    .replace(/π|\\pi(?![a-zA-Z])/g, (pi) => '}'.repeat(pi.length))
    // 10^{-19} and 10⁻¹⁹ end a number as digits do.
    .replace(/(?<=10(?:\^\{-?\d{1,3}|⁻?[⁰¹²³⁴-⁹]{0,2}))[}⁰¹²³⁴-⁹]/g, '0')
  for (const { index, 0: before } of matchesOf(tail, NUMBER_BEFORE_UNIT)) {
    const behind = tail.slice(index + before.length)
    const unit = behind.replace('**', '^').replace(/ ?([*/·⋅]) ?/g, '$1')
    if (!UNITS.test(unit)) continue
    const value = text.slice(0, text.length - behind.length - before.length + 1)
    const joint = /[*/]/.exec(before)?.[0]
    if (joint || mayBeFactors(unit.replace(/[\^²³\d].*/, ''), isTight(unit, before)))
      return (joint || (before.length > 1 && before[0] !== '}')) && !/^[^{]*\}/.test(unit) && isUnit(unit)
        ? `${value}\\text{ ${PERHAPS}${joint === '/' ? '/' : ''}${unit}}`
        : undefined
    return isBareUnit(unit, before) ? `${value}\\text{ ${unit}}` : undefined
  }
  return undefined
}

/** `5*kg`, as programs print quantities, `0.2/m`. */
const NUMBER_BEFORE_UNIT = /[\d})]\s{0,3}(?:[*/]\s?)?(?=[\p{L}°€£¥₹₽₩￥])/gu
/** Names with exponents, spaces, points and strokes between them. */
const UNITS =
  /^[\p{L}°€£¥₹₽₩￥](?:[\p{L}\p{M}°.]|[·⋅*/ ](?! )|\^(?=[{\d-])|[{-](?=[-\d])|[1-4](?![\p{L}\d])|\}|⁻?[¹²³⁴]|\/\(|\))*$/u

/** 5kW, but no kA² behind ½. */
const isTight = (unit: string, before: string): boolean =>
  before[0] === '}' || /[\^²³\d]/.test(unit) || !(/\s/.test(before) || /^[mk][VAWNJ]$/.test(unit))

function isBareUnit(unit: string, before: string): boolean {
  const hasSpace = /\s/.test(before)
  const [word] = /^[\p{L}\p{M}]{0,20}/u.exec(unit)!
  if (word.length === 1 && !hasSpace && word < '\u0370' && !/^m[²³]/.test(unit)) return false
  // m s⁻² as text writes it is no product of letters.
  if (unit.includes('⁻')) return isUnit(latexFromUnicode(unit, true).replace(/[{}]/g, ''))
  return (
    unit.split(' ').every((part) => isUnitWord(part) || PREFIX.test(part)) ||
    scaleWord(unit) !== undefined ||
    isPercent(unit) ||
    (!/[()]/.test(unit.replace(/\/\([^()]+\)/, '')) && isUnit(unit))
  )
}

/** `50 minutes, or 5/6 hour`: each with its unit. */
function eitherUnit(text: string): string | undefined {
  const found = /^([^,]{1,60}),? or ([^,]{1,60})$/.exec(text)
  if (!found) return undefined
  const [first, second] = [bareUnit(found[1]!), /\\text/.test(found[2]!) ? found[2] : bareUnit(found[2]!)]
  return first && second && `${first}\\text{ or }${second}`
}

/** 二十四个: what is counted. */
const MEASURE_WORD =
  /(?<=[零一二三四五六七八九十百千万亿两])[个個つ元只本枚匹冊台人条种岁歳天名件块张支次辆棵朵页题][\p{Script=Han}]{0,3}$/u

/** `12 ways` → `12\text{ ways}`. */
function bareNoun(text: string): string | undefined {
  const counted = /^([-−]?[\d,.]{1,40}) ?(\p{Script=Han}{1,6})$/u.exec(text)
  if (counted && !changesValue(counted[2]!)) return `${counted[1]}\\text{ ${counted[2]}}`
  const found = /^([-−]?[\d,.]{1,40}) (\p{L}{3,20}(?: \p{L}{2,20}){0,3}(?:\/\p{L}{1,12})?)$/u.exec(text)
  return found &&
    !/^(?:is|are|was|were|has|have|had|does|do|did|fails?|failed|değil)(?![\p{L}])/iu.test(found[2]!) &&
    !found[2]!.replace(/\/.*/, '').split(' ').some(isMathName)
    ? `${found[1]}\\text{ ${found[2]}}`
    : undefined
}

const isMathName = (word: string): boolean => FUNCTIONS.has(word) || LETTER_COMMANDS.has(word)

const PREFIX = /^(?:square|cubic|sq|cu|per)$/i

const MEASURED_PART =
  /^(?:and )?(\d{1,9}) ?(hours?|hrs?|h|小时|minutes?|mins?|min|分钟|分|seconds?|secs?|s|秒|weeks?|days?|years?|months?|feet|foot|ft|inch(?:es)?|in|yards?|miles?|pounds?|lbs?|ounces?|oz|km|m|cm|kg|g|dollars?|cents?)(?![a-zA-Z])/i

/** `2h30min` → `2\text{ h }30\text{ min}`, `3 feet 6 inches`. */
function measured(text: string): string | undefined {
  if (text.length > 60) return undefined
  let rest = text
  let latex = ''
  let parts = 0
  while (rest !== '') {
    const part = MEASURED_PART.exec(rest)
    if (!part) return undefined
    latex += `${part[1]}\\text{ ${part[2]} }`
    rest = rest.slice(part[0].length).trimStart()
    parts++
  }
  return parts > 1 ? latex : undefined
}

/** `(1) 5; (2) 7` → `5`, `7`, in this order; so too `(a) 5 and (b) 7`, `i) 5, ii) 7`. */
function numberedParts(text: string): string[] | undefined {
  const found = FIRST_PART.exec(text)
  if (!found) return undefined
  const [whole] = found
  const [open, first] = [found[1] ?? found[3]!, found[2] ?? found[4]!]
  const plain = text.replace(/（(\w{1,3})）/g, '($1)')
  const parts: string[] = []
  let at = whole.length
  for (const label of LABELS[first]!) {
    const mark = `${open === '' ? ' ' : '('}${label})`
    const next = plain.indexOf(mark, at)
    parts.push(plain.slice(at, next < 0 ? undefined : next).replace(JOINT, ''))
    if (next < 0) break
    at = next + mark.length
  }
  return parts.length < 2 ? undefined : parts.map(tidyAnswer)
}

const FIRST_PART = /^([(（])(1)[)）]|^([(（]?)([ai])[)）](?=[\s$\\])/
const LABELS: Readonly<Record<string, readonly string[]>> = {
  '1': ['2', '3', '4', '5', '6', '7', '8', '9'],
  a: ['b', 'c', 'd', 'e', 'f', 'g', 'h'],
  i: ['ii', 'iii', 'iv', 'v', 'vi'],
}
const JOINT = /(?:[,;]|\s(?:and|und|et|y|e))\s?$/

/** `\text{128元}` → `128元`; a text without LaTeX is words already. */
function wordsOnly(text: string): string | undefined {
  if (text.length > 120) return undefined
  const found = /^\\(?:text|mathrm|textbf|mbox)\s*\{([^{}]*)\}$/.exec(text)
  if (found) return found[1]!.trim()
  return /[\\{}^_$]/.test(text) ? undefined : text
}
