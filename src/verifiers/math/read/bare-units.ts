import { matchesOf } from '../matches.js'
import { latexFromUnicode } from './unicode.js'
import { isPercent, isUnit, isUnitWord, mayBeFactors, PERHAPS, scaleWord } from './units.js'

/** `5 cm` → `5\text{ cm}`, `1.2 million` → `1.2\text{ million}`, `7 percent`, `25°C`, `128元`, `8 kg·m/s²`. */
export function bareUnit(text: string): string | undefined {
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

const PREFIX = /^(?:square|cubic|sq|cu|per)$/i

/** `50 minutes, or 5/6 hour`: each with its unit. */
export function eitherUnit(text: string): string | undefined {
  const found = /^([^,]{1,60}),? or ([^,]{1,60})$/.exec(text)
  if (!found) return undefined
  const [first, second] = [bareUnit(found[1]!), /\\text/.test(found[2]!) ? found[2] : bareUnit(found[2]!)]
  return first && second && `${first}\\text{ or }${second}`
}
