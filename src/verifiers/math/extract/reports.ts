import { sparing } from '../sparing.js'
import { anyOf } from './patterns.js'
import { FIRST_PERSON, REPORTS, REPORTS_HAN } from './withdrawing-words.js'

/** Whether a clause reports what another says: "Ann says that". */
export function isNotOwn(clause: string): boolean {
  const found = REPORT.exec(clause)
  return found !== null && !OWN.test(clause.slice(0, found.index))
}

const REPORT = sparing(new RegExp(`${anyOf(REPORTS)}|${REPORTS_HAN}`, 'iu'))

const OWN = /* @__PURE__ */ new RegExp(
  `(?<!\\p{L})${FIRST_PERSON}(?:\\s\\p{L}{1,12})?\\s$|我(?:们|也|就)?$`,
  'iu',
)
