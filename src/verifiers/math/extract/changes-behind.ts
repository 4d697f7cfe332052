import { sparing } from '../sparing.js'
import { isAscii, isBlank } from './characters.js'
import { oneOf } from './patterns.js'

/** Whether what stands behind a value bounds it, or takes a part or a difference of it: "18 or more", "24 more than x". */
export const isChangedBy = (tail: string): boolean =>
  !isBlank(tail) && (CHANGED_BEHIND.test(tail) || (!isAscii(tail) && CHANGED_IN_EAST.test(tail)))

const CHANGED_BEHIND = sparing(
  oneOf([
    /^\s?(?:\p{L}{1,15}\s)?(?:or (?:more|less|fewer|greater|so)|at (?:most|least)|oder (?:mehr|weniger)|ou (?:plus|moins)|au (?:plus|moins)|o (?:más|menos)|como (?:mucho|máximo|mínimo)|o (?:più|meno)|ou (?:mais|menos)|или (?:больше|меньше))(?!\p{L})/iu,
    /^\s?as an?\s(?:\p{L}{1,12}\s)?(?:factor|divisor|root|solution|multiple|bound|guess|estimate)(?!\p{L})/iu,
    /^\s?(?:\p{L}{1,15}\s)?too (?:many|few|much|little)(?!\p{L})/iu,
    /^(?:\s?\\?%)?\s(?:chance|hope|doubt)\s(?:that )?(?:of me|I|we|you|anyone)\b/i,
    // "1/3 of the previous one": a part of another value.
    /^\s?of (?:(?:the|this|that|its|his|her|their)\s)?(?:previous|preceding|original|former|latter|above|first|other|that|this|it)(?!\p{L})/iu,
    /^\s?(?:would|could|might)\b[^.!?\n]{0,40}\b(?:if|unless)\b/i,
    // "24 more than x": a difference.
    /^\s?(?:more|less|fewer|greater|smaller|larger|higher|lower) than\s[$\\\s]{0,3}(?:[a-z]|\d)(?![a-z])/i,
  ]),
)

const CHANGED_IN_EAST = /^\s?(?:より|以上|以下|未満|未满|以内|보다|이상|이하|미만|초과|से (?:अधिक|कम|ज़्यादा))/u
