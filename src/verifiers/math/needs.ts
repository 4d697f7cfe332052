/**
 * What a pattern needs: sequences of four characters of which every text that it is found in has one. Letters are small, and whatever is
 * none is a space, also before the beginning and behind the end of a text: " not" and "n t " of `(?<!\p{L})(?:not|can['’]t)(?!\p{L})`.
 */
export type Gram = readonly number[]

export const SPACE = 32

/** A letter of scripts that have no grams; instead of one, a text has it or not. */
export const FOREIGN = -1

/** From this code on, all characters are foreign. */
export const FIRST_FOREIGN = 0x2e80

/** A character as a gram has it. */
export function folded(code: number): number {
  if (code >= FIRST_FOREIGN || (code >= 0x530 && code < 0x1e00)) return FOREIGN
  const small = ALIKE[code] ?? String.fromCharCode(code).toLowerCase().charCodeAt(0)
  return LETTER.test(String.fromCharCode(small)) ? small : SPACE
}

/** Long s, final sigma and the micro sign, which match other letters where case does not matter. */
const ALIKE: Readonly<Record<number, number>> = { 383: 0x73, 962: 0x3c3, 181: 0x3bc }
/** Only letters; not all of them. */
const LETTER = /[a-zß-öø-ɏά-ϵϷ-ҁҊ-ԯḀ-ỿ]/

const GAP = 'gap'
/** A place with no letter on one side; one with no letter or digit of ASCII. */
const EDGE = 'edge'
const WORD_EDGE = 'word edge'

/** A character, as a gram has it; a place between two; characters unknown; or one of several sequences. */
type Item = number | typeof GAP | typeof EDGE | typeof WORD_EDGE | readonly Sequence[]
type Sequence = readonly Item[]

/** The grams of which every match of a pattern has one, or lies beside one; `undefined` where the pattern names too few characters. */
export const needsOf = ({ source }: RegExp): readonly (Gram | typeof FOREIGN)[] | undefined =>
  needsOfAny(alternativesIn(source), [], [])

function needsOfAny(sequences: readonly Sequence[], before: Sequence, after: Sequence) {
  const all: (Gram | typeof FOREIGN)[] = []
  for (const items of sequences) {
    const needs = needsOfOne([...before, ...items, ...after], before.length, items.length)
    if (!needs || all.push(...needs) > MOST_GRAMS) return undefined
  }
  return all
}

const MOST_GRAMS = 400

/** The rarest gram of a sequence, or the grams of a group in it where those are rarer. */
function needsOfOne(
  items: Sequence,
  start: number,
  length: number,
): readonly (Gram | typeof FOREIGN)[] | undefined {
  if (items.includes(FOREIGN)) return [FOREIGN]
  let best: readonly (Gram | typeof FOREIGN)[] | undefined
  const consider = (needs: typeof best): void => {
    if (needs && (!best || frequency(needs) < frequency(best))) best = needs
  }
  for (const run of runsOf(items))
    for (let at = 0; at + 4 <= run.length; at++) consider([run.slice(at, at + 4)])
  for (let at = start; at < start + length; at++) {
    const group = items[at]!
    if (typeof group !== 'object') continue
    const isKnown = (item: Item | undefined) => item !== undefined && typeof item !== 'object' && item !== GAP
    let from = at
    while (isKnown(items[from - 1])) from--
    let end = at + 1
    while (isKnown(items[end])) end++
    consider(needsOfAny(group, items.slice(from, at), items.slice(at + 1, end)))
  }
  return best
}

/** How often some grams occur, roughly. */
const frequency = (needs: readonly (Gram | typeof FOREIGN)[]): number =>
  needs.reduce<number>(
    (sum, gram) =>
      sum + Math.exp((gram === FOREIGN ? 64 : gram.reduce((all, code) => all + rank(code), 0)) / 8),
    0,
  )
const rank = (code: number): number => BY_FREQUENCY.indexOf(String.fromCharCode(code)) + 1
const BY_FREQUENCY = 'zqjxkvbywgpfumcdlhrsnioate '

const isLetter = (item: Item | undefined): item is number => typeof item === 'number' && item !== SPACE

/** The characters that stand together in every match. */
function runsOf(items: Sequence): readonly Gram[] {
  const runs: number[][] = [[]]
  const isEnglish = (at: number, step: number): boolean => {
    const item = items[at]
    return typeof item !== 'number' || (item < 0x80 && isEnglish(at + step, step))
  }
  items.forEach((item, at) => {
    const [before, after] = [items[at - 1], items[at + 1]]
    const isEdge = (letter: Item | undefined, step: number) =>
      isLetter(letter) && (item === EDGE || (item === WORD_EDGE && isEnglish(at + step, step)))
    if (typeof item === 'number') runs.at(-1)!.push(item)
    else if (isEdge(before, -1)) {
      if (after !== SPACE) {
        runs.at(-1)!.push(SPACE)
        runs.push([])
      }
    } else if (!isEdge(after, 1)) runs.push([])
    else if (before !== SPACE) runs.push([SPACE])
  })
  return runs
}

/** The sequences of a regular expression. */
function alternativesIn(source: string): readonly Sequence[] {
  let at = 0
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at
    const found = pattern.exec(source)
    if (found) at = pattern.lastIndex
    return found
  }
  const escaped = (): Item => {
    const property = take(/[pP]\{([^}]+)\}/y)
    if (property) return /^Script=(?:Han|Hiragana|Katakana|Hangul)$/.test(property[1]!) ? FOREIGN : GAP
    const [, ...codes] = take(/u\{([\da-f]+)\}|u([\da-f]{4})|x([\da-f]{2})/iy) ?? []
    const code = codes.find(Boolean)
    if (code) return folded(Number.parseInt(code, 16))
    const char = source[at++]!
    if (char === 'b') return WORD_EDGE
    return 'dsnrtfv0'.includes(char) ? SPACE : /[WSDwB1-9]/.test(char) ? GAP : folded(char.charCodeAt(0))
  }
  const one = (): Item => (take(/\\/y) ? escaped() : folded(source.charCodeAt(at++)))
  const oneOf = (): Item => {
    const isOther = take(/\^/y) !== null
    const found = new Set<Item>()
    while (source[at] !== ']') {
      const first = one()
      const last = take(/-(?!\])/y) ? one() : undefined
      found.add(last === undefined || (first === FOREIGN && last === FOREIGN) ? first : GAP)
    }
    at++
    // In a text a foreign letter stands for a space besides.
    if (found.size === 2 && found.has(SPACE)) found.delete(FOREIGN)
    return isOther || found.size !== 1 ? GAP : [...found][0]!
  }
  const group = (): Item | undefined => {
    const kind = take(/\?(?::|<?[=!]|<\w+>)|/y)![0]
    const start = at
    const sequences = alternatives()
    const content = source.slice(start, at++)
    if (!/[=!]$/.test(kind)) return sequences
    const isBeside = kind.endsWith('!')
      ? /^(?:\\p\{L\}|\[\\p\{L\}[^\]]*\])(?:$|\|)/.test(content)
      : sequences.every((items) => items.at(kind === '?=' ? 0 : -1) === SPACE)
    return isBeside ? EDGE : undefined
  }
  const sequence = (): Sequence => {
    const items: Item[] = []
    while (at < source.length && source[at] !== '|' && source[at] !== ')') {
      const item: Item | undefined = take(/\(/y)
        ? group()
        : take(/\[/y)
          ? oneOf()
          : take(/\./y)
            ? GAP
            : take(/[\^$]/y)
              ? EDGE
              : one()
      if (item === undefined) continue
      const times = take(/([?*+]|\{(\d{1,4})(,?)\d{0,4}\})\??/y)
      const least = times?.[1] === '+' ? 1 : Number(times?.[2] ?? 0)
      if (!times) items.push(item)
      else if (times[1] === '?') items.push(typeof item === 'object' ? [...item, []] : [[item], []])
      else if (least === 0) items.push(GAP)
      else if (times[3] === '' && least < 4) for (let time = 0; time < least; time++) items.push(item)
      else items.push(item, GAP, item)
    }
    return items
  }
  const alternatives = (): readonly Sequence[] => {
    const all = [sequence()]
    while (take(/\|/y)) all.push(sequence())
    return all
  }
  return alternatives()
}
