import { setInWords } from '../read/sets-in-words.js'
import { meaningOf } from '../read/word-meanings.js'
import { standingOf } from './assertion.js'
import type { Candidate } from './extraction.js'

/** "all real numbers except 0" of "The domain is all real numbers except 0": a set that a sentence says in words at its end. */
export function setInSentence(sentence: string): Candidate | undefined {
  const found = BEGINS.exec(sentence)
  if (!found) return undefined
  const at = found.index + found[0].length
  const set = sentence.slice(at)
  if (!NOUN.test(set) || (setInWords(set) ?? meaningOf(set)) === undefined) return undefined
  return standingOf(sentence.slice(0, at), '') === 'asserted' ? { text: set, found: 'words' } : undefined
}

const BEGINS = /(?:^|\s(?:is|are|can be|consists of|be|equals) )(?=(?:the set of )?(?:all|any|every)\s)/i
const NOUN = /\s(?:integers?|numbers?|reals?|primes?|(?:multiples|divisors) of \d{1,9})(?!\p{L})/u
