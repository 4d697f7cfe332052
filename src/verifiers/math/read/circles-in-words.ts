import { isFormula, plainWords } from './plain-words.js'

/** Longest description that is read. */
const LONGEST = 160

/**
 * What words say of a circle, as its equation and as its measures: `(x-(1))^2+(y-(-2))^2=(3)^2`, and `center (1,-2), radius 3`, of "the circle
 * with center (1, −2) and radius 3"; the measures alone where no circle is named. A sphere has three coordinates; a disk is what lies in the
 * circle; about a complex number the circle is `|z-(i)|=2`.
 */
export function circleInWords(text: string): readonly string[] | undefined {
  if (text.length > LONGEST || !MEASURED.test(text)) return undefined
  const words = plainWords(text).replace(/\\left|\\right/g, '')
  const center = CENTER.exec(words)
  if (!center) return undefined
  const beside = without(words, center)
  const size = SIZE.exec(beside)
  const kind = KIND.exec(words)?.[1]?.toLowerCase()
  if (!size || !isFormula(size[2]!)) return undefined
  const rest = without(beside, size).replace(KIND, ' ').replace(FILLERS, ' ')
  if (/[^\s,;:=]/.test(rest)) return undefined
  const radius = size[1]!.toLowerCase() === 'diameter' ? `\\frac{${size[2]}}{2}` : size[2]!
  const measures = `\\text{center }${center[0]},\\ \\text{radius }${radius}`
  if (kind === undefined) return [measures]
  const left = distanceFrom(center[0], kind === 'sphere' || kind === 'ball')
  if (left === undefined) return undefined
  const sign = /^(?:dis[ck]|ball)$/.test(kind) ? '\\le' : '='
  const equation = left.startsWith('|') ? `${left} ${sign} ${radius}` : `${left} ${sign} (${radius})^2`
  return [equation, measures]
}

const without = (text: string, { 0: part, index }: RegExpExecArray): string =>
  `${text.slice(0, index)} ${text.slice(index + part.length)}`

const MEASURED = /radius|diameter/i
const KIND = /(?<![a-z])(circle|circumference|dis[ck]|sphere|ball)(?![a-z])/i
const CENTER = /\([^()]{3,60}\)|the origin|(?<=[ =])[-+\d]{0,9}i(?=[ ,;]|$)/
const SIZE = /(radius|diameter) ?(?:of |is |equal to |= ?|: ?)?(?:[rRd] ?= ?)?([^ ,;]{1,30})/i
const FILLERS =
  /(?<![a-z])(?:it|is|the|a|an|with|of|and|whose|has|having|its|at|cent(?:er|re?)(?:ed)?|about|around|point|equation)(?![a-z])|\b[A-Z] ?=/gi

/** The square of the distance from a point; of a complex number the distance itself. */
function distanceFrom(center: string, isSolid: boolean): string | undefined {
  const point = center === 'the origin' ? (isSolid ? '(0,0,0)' : '(0,0)') : center
  if (!point.startsWith('(')) return isSolid ? undefined : `|z-(${point})|`
  const coordinates = point.slice(1, -1).split(',')
  if (coordinates.length !== (isSolid ? 3 : 2) || !coordinates.every((one) => isFormula(one.trim())))
    return undefined
  return coordinates.map((one, at) => `(${'xyz'[at]}-(${one}))^2`).join('+')
}
