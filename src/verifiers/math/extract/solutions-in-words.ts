import { saysNoSolution } from '../read/word-meanings.js'
import { sparing } from '../sparing.js'
import type { Candidate } from './extraction.js'
import { LONGEST_BOLD } from './lines-and-sentences.js'

/** A last sentence that says that there is no solution. */
export function noSolution(text: string): Candidate | undefined {
  const line = text
    .trimEnd()
    .slice(-LONGEST_BOLD)
    .split(/\n|(?<=[.。!])\s/)
    .at(-1)!
  if (EMPTY.test(line)) return { text: 'no solution', found: 'words' }
  if (saysNoSolution(line)) return { text: /[$\\]/.test(line) ? 'no solution' : line.trim(), found: 'words' }
  const clause = line.slice(Math.max(...[',', '，', ';'].map((mark) => line.lastIndexOf(mark))) + 1)
  return clause !== line && !CONDITIONAL.test(line) && saysNoSolution(clause.trim())
    ? { text: 'no solution', found: 'words' }
    : undefined
}

/** "The solution set is {}." */
const EMPTY = /(?:^|\b(?:is|set:) |[A-Z] ?= ?)\\?\{ ?\\?\}[.\s]{0,3}$/

/** "So the series diverges." */
export function behaves(sentence: string): Candidate | undefined {
  const found = /verge|exist|limit/i.test(sentence) ? BEHAVIOUR.exec(sentence) : null
  if (!found) return undefined
  const said = found[1]!.replace(/^is\s/i, '')
  // Whatever the way, it converges.
  return { text: said, found: 'words', ...(/^converges./i.test(said) && { also: 'converges' }) }
}

const BEHAVIOUR = sparing(
  /^(?!\W{0,4}(?:(?:so|hence|thus|therefore),? )?(?:if|when|unless|for|yes|no)(?!\p{L}))[^;]{0,160}\b(?:series|integral|sequence|it|limit|sum)\s(diverges|converges|does(?: not|n['’]t) (?:exist|converge|diverge)|fails to exist|has no limit|converges(?:,? but not absolutely| conditionally| absolutely)|is (?:(?:absolutely |conditionally )?convergent|divergent))$/iu,
)

/** ∞ of "the limit is infinite", "the sequence grows without bound" */
export function unbounded(sentence: string): Candidate | undefined {
  const [, decreases, infinite] = UNBOUNDED.exec(sentence) ?? []
  if (decreases === undefined && infinite === undefined) return undefined
  return {
    text: /^decr|^neg/i.test(decreases ?? '') ? '-\\infty' : '\\infty',
    found: 'words',
    also: infinite ?? 'unbounded',
  }
}

const UNBOUNDED = sparing(
  /^(?:(?:so|hence|thus|therefore),? )?[^,;.]{1,80}\b(?:(grows|increases|decreases) without bound|(?:limit|integral|sum) is (infinite))$/i,
)

/** "The system has infinitely many solutions." */
export function infinitelyMany(sentence: string): Candidate | undefined {
  return INFINITELY.test(sentence) && !CONDITIONAL.test(sentence)
    ? { text: 'infinitely many', found: 'words' }
    : undefined
}

const INFINITELY = sparing(
  /(?:(?<!\p{L})(?:infinitely many|an infinite number of|unendlich viele|une infinité(?: de)?|infinit[aeo]s?(?=\s\p{L})|бесконечно много|oneindig veel|oändligt många|nieskończenie wiele)(?:\s\p{L}{3,14}){0,2}|(?:无穷|无数|无限)多?[个组]?(?:实数)?[解根])$/iu,
)

/** "If $a = 0$, there is no solution." */
const CONDITIONAL =
  /^[\s*_]{0,4}(?:if|when|unless|for|otherwise|wenn|falls|für|si|sinon|pour|cuando|para|se|per|если|при|如果|若|当)(?!\p{L})|[;；]|(?<!\p{L})otherwise(?!\p{L})/iu
