import { valueIn } from './answer-in-sentence.js'
import { standingOf } from './assertion.js'
import { resultIn } from './calculations.js'
import { concludesCalculation } from './concluding.js'
import type { Candidate, IsReadable } from './extraction.js'
import { runAt } from './runs.js'

/** 8 of "Ann has 12 - 4 = 8 left to sell": what the last sentence calculates, if no number behind it is said of another thing. */
export function calculated(sentence: string, isReadable: IsReadable): Candidate | undefined {
  const result = resultIn(sentence)
  const run = result && runAt(result.after, 0)
  const value = run && valueIn(run, isReadable)
  if (value === undefined) return undefined
  const before = withoutTask(result!.before).replace(NOT_DONE, ' ')
  const rest = run!.rest.replace(FROM_NOW, '')
  if (standingOf(before, rest) !== 'asserted') return { text: sentence, found: 'withheld' }
  return concludesCalculation(before, rest) && !hasAnotherNumber(rest)
    ? { text: value, found: 'statement' }
    : undefined
}

/** "Then divide by the number of days: 10 / 2 = 5", "if 3 come every day, then they see": what stands before is no part of the statement. */
function withoutTask(before: string): string {
  if (/[:：]\s?$/.test(before)) return ''
  const then = before.lastIndexOf(' then ')
  return then > 0 && /(?<!\p{L})if\s/iu.test(before.slice(0, then)) ? before.slice(then + 5) : before
}

/** "The boys have not placed 30 - 15 = 15 pieces": the verb is denied, and not the number. */
const NOT_DONE =
  /(?<!\p{L})(?:not|never)\s(?!(?:be|equal|exactly|the|an?|just|simply|more|less|fewer)(?!\p{L}))(?=\p{L}{2})/giu
/** "8 years old 4 years from now" */
const FROM_NOW = /\d{1,4} \p{L}{3,7} (?:from now|ago|later|earlier)(?!\p{L})/giu

/** "3 apples and 4 pears", "3, while Ben has 4"; but "3 days to paint 2 rooms and 4 doors". */
function hasAnotherNumber(rest: string): boolean {
  const first = rest.search(/\d/)
  const [head, ...others] = rest.split(/\sand\s/i)
  return (
    (first >= 0 && !CIRCUMSTANCE.test(rest.slice(0, first))) ||
    rest
      .split(/[,;:]/)
      .slice(1)
      .some((part) => /^\D.*\d/.test(part)) ||
    (!PURPOSE.test(head!) && others.some((part) => /\d/.test(part.split('.', 1)[0]!)))
  )
}

const CIRCUMSTANCE =
  /\b(?:in|for|to|of|at|by|from|per|than|on|with|into|over|after|within|each|every|when|if|the|because)\b/i
const PURPOSE = /\b(?:to\s(?!(?:her|him|them|me|us|you|the|each)\b)[a-z]|for\s[a-z]{1,12}ing\b)/
