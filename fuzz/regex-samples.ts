import type { Random } from './random.js'

/** Of `{0,400}`, this many more than the least, unless the most is asked for. */
const FEW = 2
const MOST = 60

/**
 * A text that a regular expression matches, or nearly: what stands beside it is not looked at, nor what it must not match.
 * One in three is cut off, as where a match fails at its end.
 */
export function sampleOf(random: Random, source: string): string {
  const text = matchOf(random, source)
  return text.length > 1 && random.chance(1 / 3) ? text.slice(0, 1 + random.below(text.length - 1)) : text
}

function matchOf(random: Random, source: string): string {
  let at = 0
  const takes = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at
    const found = pattern.exec(source)
    if (found) at = pattern.lastIndex
    return found
  }

  const escaped = (): string => {
    const property = takes(/[pP]\{([^}]+)\}/y)?.[1]
    if (property) return random.pick(PROPERTIES[property] ?? ['a', 'Z'])
    const code = takes(/u\{([\da-f]+)\}|u([\da-f]{4})|x([\da-f]{2})/iy)
    if (code) return String.fromCodePoint(Number.parseInt(code.slice(1).find(Boolean)!, 16))
    const char = source[at++]!
    return char in ESCAPES ? random.pick(ESCAPES[char]!) : char
  }

  const oneOf = (): string => {
    const isOther = takes(/\^/y) !== null
    const all: string[] = []
    while (source[at] !== ']') {
      const one = () => (takes(/\\/y) ? escaped() : source[at++]!)
      const first = one()
      const last = takes(/-(?!\])/y) ? one() : first
      all.push(first, last)
    }
    at++
    return isOther
      ? random.pick(['a', ' ', '1', '=', '中'].filter((char) => !all.includes(char)))
      : random.pick(all)
  }

  const item = (): string => {
    const group = takes(/\((?:\?(?::|<?[=!]|<\w+>))?/y)
    if (group) {
      const inside = alternatives()
      at++
      return /[=!]$/.test(group[0]) && group[0] !== '(?<=' ? '' : inside
    }
    if (takes(/\[/y)) return oneOf()
    if (takes(/\\/y)) return escaped()
    const char = source[at++]!
    return char === '.' ? random.pick(['a', ' ', '1']) : /[\^$]/.test(char) ? '' : char
  }

  const sequence = (): string => {
    let text = ''
    while (at < source.length && source[at] !== '|' && source[at] !== ')') {
      const start = at
      const first = item()
      const end = at
      const quantifier = takes(/([?*+]|\{(\d+)(,?)(\d*)\})\??/y)
      const behind = at
      const [, sign, least = '', comma, most = ''] = quantifier ?? []
      const from = !quantifier || sign === '+' ? 1 : Number(least)
      const to = !quantifier
        ? 1
        : sign === '?'
          ? 1
          : comma === '' && sign!.length > 1
            ? from
            : most === ''
              ? MOST
              : Number(most)
      const times = Math.min(to, random.chance(0.1) ? MOST : from + random.below(FEW + 1))
      if (times > 0) text += first
      for (let time = 1; time < times; time++) {
        at = start
        text += item()
        at = end
      }
      at = behind
    }
    return text
  }

  const alternatives = (): string => {
    const all = [sequence()]
    while (takes(/\|/y)) all.push(sequence())
    return random.pick(all)
  }

  return alternatives()
}

const ESCAPES: Readonly<Record<string, readonly string[]>> = {
  d: ['1', '7', '0'],
  s: [' ', ' ', '\n'],
  w: ['a', 'x', '1'],
  W: [' ', '*', ','],
  S: ['a', '1', '$'],
  D: ['a', ' '],
  b: [''],
  B: [''],
  n: ['\n'],
  t: ['\t'],
  r: ['\r'],
  ...Object.fromEntries(['1', '2', '3', '4'].map((group) => [group, ['']])),
}

const PROPERTIES: Readonly<Record<string, readonly string[]>> = {
  Lu: ['A', 'É'],
  Ll: ['a', 'é'],
  N: ['1', '½'],
  M: ['\u0301'],
  'Script=Han': ['中', '值'],
  'Script=Hiragana': ['の'],
  'Script=Katakana': ['カ'],
  'Script=Hangul': ['답'],
}
