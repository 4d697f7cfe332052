import { setInWords } from '../read/sets-in-words.js'
import { meaningOf } from '../read/word-meanings.js'
import { standingOf } from './assertion.js'
import type { Candidate } from './extraction.js'

/** "all real numbers except 0" of "The domain is all real numbers except 0": a set that a sentence says in words at its end. */
export function setInSentence(sentence: string): Candidate | undefined {
  const found = SET.exec(sentence)
  if (!found || (setInWords(found[1]!) ?? meaningOf(found[1]!)) === undefined) return undefined
  return standingOf(sentence.slice(0, sentence.length - found[1]!.length), '') === 'asserted'
    ? { text: found[1]!, found: 'words' }
    : undefined
}

const SET =
  /(?:^|\s(?:is|are|can be|consists of|be|equals) )((?:the set of )?(?:all|any|every) (?:\p{L}[\p{L}-]{2,11} ){0,2}(?:integers?|numbers?|reals?|primes?|multiples of \d{1,9}|divisors of \d{1,9})(?: .{1,100})?)$/iu
