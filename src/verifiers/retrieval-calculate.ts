import { isLeft, right } from 'fp-ts/lib/Either.js'
import { strip } from '../answers/white-space.js'
import { labelOf, property, readList } from './golds.js'
import type { MathGold, MathVerifyOptions } from './math-verify.js'
import { MATH_VERIFY_OPTIONS, mathVerifier } from './math-verify.js'
import type { Verifier } from './verifier.js'

export interface RetrievalCalculateGold {
  readonly documents: ReadonlySet<string>
  readonly result: MathGold
}

/**
 * Retrieve, then calculate: 1 if the answer names exactly the gold documents *and* its reasoning ends in the
 * gold result.
 *
 * The documents are the ids `<|doc_N|>` in the first `<relevant_doc_ids>…</relevant_doc_ids>`, as a set; the
 * reasoning is the first `<continue_reasoning>…</continue_reasoning>`, scored by math_verify. Either block
 * missing or empty: 0.
 */
export const retrievalCalculateVerifier: Verifier<RetrievalCalculateGold, MathVerifyOptions> = {
  taskType: 'numerical-reasoning',
  metric: 'math_verify',
  options: MATH_VERIFY_OPTIONS,

  readGold(gold, options, path = 'gold') {
    // An empty list is let through: no answer can be right then, and both profiles give 0.
    const documents = readList(property(gold, 'doc_ids'), 'published', `${path}.doc_ids`)
    if (isLeft(documents)) return documents
    const result = mathVerifier.readGold(property(gold, 'golden_label'), options, `${path}.golden_label`)
    if (isLeft(result)) return result
    return right({ documents: new Set(documents.right), result: result.right })
  },

  score(answer, gold, options) {
    const ids = firstBlock(answer, 'relevant_doc_ids')
    const reasoning = firstBlock(answer, 'continue_reasoning')
    if (ids === undefined || reasoning === undefined) {
      return explained(
        'no answer',
        answer,
        'The answer lacks its <relevant_doc_ids> or its <continue_reasoning>.',
      )
    }
    const named = new Set(ids.match(/<\|doc_\p{Nd}+\|>/gu))
    if (!sameSet(named, gold.documents)) {
      const missed = listed('Missed', without(gold.documents, named))
      const extra = listed('Not asked for', without(named, gold.documents))
      return explained('wrong', ids, `The documents are not those of the gold.${missed}${extra}`)
    }
    return mathVerifier.score(reasoning, gold.result, options)

    function explained(reason: 'no answer' | 'wrong', extracted: string, step: string) {
      return { reward: 0, reason, ...(options.explain && { explanation: { extracted, steps: [step] } }) }
    }
  },

  perfectAnswer(gold) {
    const ids = property(gold, 'doc_ids')
    const documents = Array.isArray(ids) ? ids.join(', ') : String(ids)
    return `<relevant_doc_ids>${documents}</relevant_doc_ids>\n<continue_reasoning>\\boxed{${labelOf(gold)}}</continue_reasoning>`
  },
}

const without = (ids: ReadonlySet<string>, others: ReadonlySet<string>): readonly string[] =>
  [...ids].filter((id) => !others.has(id))

const listed = (what: string, ids: readonly string[]): string =>
  ids.length === 0
    ? ''
    : ` ${what}: ${ids.slice(0, MOST_NAMED).join(', ')}${ids.length > MOST_NAMED ? ', …' : ''}.`

const MOST_NAMED = 5

/** The text of the first complete `<tag>…</tag>`; undefined when there is none or it is blank. */
function firstBlock(text: string, tag: string): string | undefined {
  const open = text.indexOf(`<${tag}>`)
  if (open < 0) return undefined
  const start = open + tag.length + 2
  const end = text.indexOf(`</${tag}>`, start)
  if (end < 0) return undefined
  const block = strip(text.slice(start, end))
  return block === '' ? undefined : block
}

function sameSet(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  if (a.size !== b.size) return false
  for (const item of a) if (!b.has(item)) return false
  return true
}
