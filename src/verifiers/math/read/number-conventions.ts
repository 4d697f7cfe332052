import type { Tree } from '../tree.js'
import type { Work } from '../work.js'
import { NATURAL } from './dialect.js'
import { parse } from './parse.js'

/** What a number would be as other countries, and accountants, write theirs. */
export interface NumberConventions {
  /** 3.5 of `3,5`. It counts beside a decimal. */
  readonly decimal?: Tree
  /** 1234.5 of `1.234,5`. It counts beside a number. */
  readonly pointed?: Tree
  /** −312 of `(312)`, as accountants write it. It counts beside a negative gold. */
  readonly loss?: Tree
}

export function numberConventions(text: string, work: Work): NumberConventions {
  const read = (spelling: string) => parse(spelling, NATURAL, work)
  const hasComma = text.includes(',')
  const decimal = hasComma && DECIMAL_COMMA.test(text) ? read(text.replace(',', '.')) : undefined
  const pointed =
    hasComma && POINTED.test(text) ? read(text.replaceAll('.', '').replace(',', '.')) : undefined
  const inBrackets = text.includes('(') ? LOSS.exec(text) : null
  const loss = inBrackets ? read(`-${inBrackets.slice(1).join('')}`) : undefined
  return { ...(decimal && { decimal }), ...(pointed && { pointed }), ...(loss && { loss }) }
}

/** A comma that groups no thousands. */
const DECIMAL_COMMA = /^-?(?:\d{1,12},(?:\d{1,2}|\d{4,12})|0,\d{3})(?![\d,])[^,]{0,30}$/

/** 1.234,50: points between thousands, and the comma of a decimal. */
const POINTED = /^-?\d{1,3}(?:\.\d{3}){1,5},\d{1,4}(?![\d,])[^,]{0,30}$/

/** `(1,245)`, `\$(87)`, `(\$87)`: an amount of two digits or more in brackets. */
const LOSS =
  /^(?:\\text\s?\{)?(?=.{0,3}\()(\\?[$€£¥])?\s?\((?:\\?[$€£¥])?\s?(\d{2,3}(?:\.\d{1,4})?|\d{1,3}(?:,\d{3}){1,4}(?:\.\d{1,4})?|\d{4,12}(?:\.\d{1,4})?|\d\.\d{1,4}(?=\)(?:\s|\\)))\s?(\\?%)?\)\}?((?:\s|\\[ ,;])?(?:\\text\s?\{\s?)?(?:million|billion|thousand)\s?\}?)?$/
