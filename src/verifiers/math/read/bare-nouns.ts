import { changesValue } from '../value-changing-words.js'
import { FUNCTIONS, LETTER_COMMANDS } from './latex-names.js'

/** `12 ways` → `12\text{ ways}`. */
export function bareNoun(text: string): string | undefined {
  const counted = /^([-−]?[\d,.]{1,40}) ?(\p{Script=Han}{1,6})$/u.exec(text)
  if (counted && !changesValue(counted[2]!)) return `${counted[1]}\\text{ ${counted[2]}}`
  const found = /^([-−]?[\d,.]{1,40}) (\p{L}{3,20}(?: \p{L}{2,20}){0,3}(?:\/\p{L}{1,12})?)$/u.exec(text)
  return found &&
    !/^(?:is|are|was|were|has|have|had|does|do|did|fails?|failed|değil)(?![\p{L}])/iu.test(found[2]!) &&
    !found[2]!.replace(/\/.*/, '').split(' ').some(isMathName)
    ? `${found[1]}\\text{ ${found[2]}}`
    : undefined
}

const isMathName = (word: string): boolean => FUNCTIONS.has(word) || LETTER_COMMANDS.has(word)
