import { isFormula, plainWords } from './plain-words.js'

/** `\text{minimum }-4,\ x=2` of "the minimum value is −4, attained at x = 2". */
export function extremumInWords(text: string): string | undefined {
  if (text.length > LONGEST || !NAMED.test(text)) return undefined
  const [, kind, value, place] = EXTREMUM.exec(plainWords(text)) ?? []
  if (kind === undefined || !isFormula(value!) || /[=<>,]/.test(value!)) return undefined
  return `\\text{${kind.toLowerCase()}imum }${value},\\ ${place}`
}

const LONGEST = 120
const NAMED = /m(?:in|ax)im/i
const EXTREMUM =
  /^(?:the )?(min|max)im(?:um|al)(?: value)?(?: is| of|:| =)? ([^ ,]{1,30}),? (?:and )?(?:(?:it |which )?(?:is )?(?:attained|reached|achieved|obtained|taken|occurs|occurring) )?(?:at|when|for) ([a-z] ?= ?[^ ,=]{1,20})$/i
