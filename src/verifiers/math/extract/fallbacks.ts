import { sparing } from '../sparing.js'
import { FARTHEST } from './clauses.js'
import { WOULD } from './counterfactuals.js'
import { FALLBACKS, FALLBACKS_HAN } from './withdrawing-words.js'

/** Whether an announcement offers an answer in case another is not right: "If that is wrong, the answer is 10". */
export const isFallback = (before: string, words = ''): boolean =>
  FALLBACK.test(before.slice(-FARTHEST)) && !WOULD.test(words)

const FALLBACK = sparing(
  new RegExp(
    `(?<!\\p{L})(?:alternat(?:iv)?e|backup|fallback|spare)[*_]{0,2}\\s$|(?:^|[.!?;(,\\n。；，])[\\s*_]{0,3}(?:(?:but|and|or|mais|pero|ma|mas),? )?(?:(?:${FALLBACKS.join('|')})(?!\\p{L})|${FALLBACKS_HAN})[^.!?;。；\\d\\n]{0,40}$`,
    'iu',
  ),
)
