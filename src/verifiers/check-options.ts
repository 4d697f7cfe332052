/** An option with a value it cannot have. */
export interface WrongOption {
  /** `options.gain` and the like. */
  readonly argument: string
  readonly expected: string
  readonly received: unknown
}

/** The options of all metrics, as a caller without types may hand them over. */
type Options = Readonly<
  Partial<
    Record<'profile' | 'reading' | 'match' | 'gain' | 'variant' | 'maxLinesPerGold' | 'tokenize', unknown>
  >
>

/** The first of the metrics' options that cannot be right. */
export function findWrongOption(options: Options): WrongOption | undefined {
  if (!isObject(options)) return { argument: 'options', expected: 'an object', received: options }
  const { profile, reading, match, gain, variant, maxLinesPerGold, tokenize } = options
  return (
    oneOf('profile', profile, PROFILES) ??
    oneOf('reading', reading, READINGS) ??
    oneOf('gain', gain, GAINS) ??
    oneOf('variant', variant, VARIANTS) ??
    wrong('match', match, match === 'exact' || isAnls(match), '"exact" or { anls: t }, 0 < t ≤ 1') ??
    wrong(
      'maxLinesPerGold',
      maxLinesPerGold,
      typeof maxLinesPerGold === 'number' && maxLinesPerGold > 0,
      'a positive number',
    ) ??
    wrong('tokenize', tokenize, typeof tokenize === 'function', 'a function from text to words')
  )
}

export const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

const PROFILES = ['natural', 'published']
const READINGS = ['strict', 'lenient']
const GAINS = ['linear', 'exponential']
const VARIANTS = ['sentence', 'rougeL', 'rougeLsum', 'set-based']

function isAnls(match: unknown): boolean {
  const anls = isObject(match) && 'anls' in match ? match.anls : undefined
  return typeof anls === 'number' && anls > 0 && anls <= 1
}

/** Undefined when the option was left out or is right. */
export const wrong = (
  name: string,
  received: unknown,
  isRight: boolean,
  expected: string,
): WrongOption | undefined =>
  received === undefined || isRight ? undefined : { argument: `options.${name}`, expected, received }

export const oneOf = (name: string, value: unknown, known: readonly unknown[]): WrongOption | undefined =>
  value === undefined || known.includes(value)
    ? undefined
    : wrong(name, value, false, `one of ${known.join(', ')}`)
