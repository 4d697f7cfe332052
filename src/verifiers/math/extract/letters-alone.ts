import { standingOf } from './assertion.js'
import { concludes } from './concluding.js'
import type { Candidate, IsReadable } from './extraction.js'
import { runAround } from './runs.js'

/** `z = i or z = -i` of "So z = i or z = -i.": what a sentence without any digit ends in; `±i` of "The roots are ±i". */
export function lettersAlone(sentence: string, isReadable: IsReadable): Candidate | undefined {
  if (/[\d$\\?]|^\W{0,4}(?:if|when|unless|for|with)(?!\p{L})/iu.test(sentence)) return undefined
  const text = TWO.exec(sentence)?.[1] ?? runAtEnd(sentence)
  if (text === undefined || !LETTER.test(text) || !isReadable(text)) return undefined
  const before = sentence.slice(0, sentence.length - text.length)
  return standingOf(before, '') === 'asserted' && concludes(before, '')
    ? { text, found: 'statement' }
    : undefined
}

/** "The roots are i and -i" */
const TWO = /\sare ([-−]?[b-z](?: and |, )[-−]?[b-z])$/

function runAtEnd(sentence: string): string | undefined {
  const place = sentence.search(/[=±]/)
  const run = place < 0 ? undefined : runAround(sentence, place)
  return run && run.rest === '' && run.start + run.text.length === sentence.length
    ? run.text.replace(/^[\s,:]{1,3}/, '')
    : undefined
}

const LETTER = /[a-z][^\p{L}]{0,3}$/iu
