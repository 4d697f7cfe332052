import { withoutRefuted } from './answer-in-sentence.js'
import { concludes } from './concluding.js'
import type { IsReadable } from './extraction.js'
import { lastExpression } from './last-expression.js'
import { lastFormula } from './last-formula.js'
import { ledTo } from './led-to.js'
import { upToLastStatement } from './remarks-at-end.js'
import { isTakenBack } from './retractions.js'
import { sentenceStart } from './sentences.js'
import { LONGEST_LINE, LONGEST_SENTENCE, type Statement } from './statement.js'

/**
 * What a text states last, where nothing announces its answer: what "we get" or "the total is" leads to in the last
 * sentence that states something, or its last formula, or the expression that holds its last number.
 */
export function lastStatement(text: string, isReadable: IsReadable): Statement | undefined {
  const ending = upToLastStatement(text, isReadable)
  if (isTakenBack(text.slice(ending.length)))
    return { text: ending.slice(-LONGEST_SENTENCE), found: 'withheld' }
  const statement =
    lastSum(ending) ??
    ledTo(ending, isReadable) ??
    lastFormula(ending, isReadable) ??
    lastExpression(ending, isReadable)
  if (statement === undefined || statement.found === 'withheld') return statement
  if (
    TASK_AT_END.test(text.slice(Math.max(sentenceStart(text, text.length), text.length - LONGEST_SENTENCE)))
  )
    return { text: ending.slice(-LONGEST_SENTENCE), found: 'withheld' }
  const sentence = ending.slice(Math.max(sentenceStart(ending, ending.length), ending.length - LONGEST_LINE))
  const at = sentence.lastIndexOf(statement.text)
  return statement.isKept ||
    at < 0 ||
    concludes(sentence.slice(0, at), withoutRefuted(sentence.slice(at + statement.text.length)))
    ? statement
    : { text: sentence.trim(), found: 'withheld' }
}

/** A last line that is a calculation: `40 + 2 = 42`. */
function lastSum(text: string): Statement | undefined {
  const line = text.slice(text.lastIndexOf('\n') + 1)
  const found =
    line.length <= 100 && /^[\d\s+\-−*/×÷().,]{1,60}=\s?([-−]?\d[\d,]{0,40}(?:\.\d{1,40})?)\.?$/.exec(line)
  return found ? { text: found[1]!, found: 'number' } : undefined
}

/** "Find: the area.", "Let $x = 4$.": a text that ends in its task, or in a supposition, has not come to an answer. */
const TASK_AT_END =
  /^\W{0,6}(?:(?:to )?(?:find|determine|compute|calculate|evaluate|prove|show|solve)\b[^\d$\\=]{1,100}$|(?:(?:let|suppose|assume)(?: that)?\s|[设令]\s?)\$?[a-z]\s?=[^=]{1,40}$)/i
