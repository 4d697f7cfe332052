import type { Comparison } from '../compare/context.js'
import { equalAnswers } from '../compare/equal-answers.js'
import type { Outcome } from '../outcome.js'
import { PUBLISHED, PUBLISHED_PLAIN } from '../read/dialect.js'
import { parse } from '../read/parse.js'
import { render } from '../render.js'
import type { Tree } from '../tree.js'
import type { Work } from '../work.js'
import { PUBLISHED_WINDOW, type PublishedCandidate, publishedCandidates } from './extract.js'
import { normalizePublished } from './normalize.js'

/** A gold as the published reward holds it: parsed, or else a string; the string always counts too. */
export interface PublishedGold {
  readonly tree: Tree | undefined
  readonly text: string
}

export function readPublishedGold(gold: string, work: Work): PublishedGold {
  const text = normalizePublished(`\\boxed{${gold}}`)
  return { tree: parse(text, PUBLISHED, work), text }
}

/** The last 500 characters of a whole response, read and compared as Math-Verify does it. */
export function scorePublished(response: string, gold: PublishedGold, c: Comparison): Outcome {
  const text = response.slice(-PUBLISHED_WINDOW)
  let fallback: string | undefined
  for (const candidates of publishedCandidates(text)) {
    for (const candidate of candidates) {
      fallback ??= candidate.parts.map(normalized(candidate)).join(' and ').trim()
      const tree = readCandidate(candidate, c.work)
      if (tree === undefined) continue
      const extracted = candidate.parts.map((part) => part.text).join(', ')
      const equal = gold.tree !== undefined && equalAnswers(gold.tree, tree, c)
      c.because(
        () =>
          `Read ${JSON.stringify(extracted.slice(0, 200))} as ${render(tree)}; the gold as ${gold.tree ? render(gold.tree) : JSON.stringify(gold.text)}.`,
      )
      return judged(equal || fallback === gold.text, extracted)
    }
  }
  if (fallback === undefined) return { reward: 0, reason: 'no answer', extracted: '' }
  c.because(
    () =>
      `Nothing could be read; the strings ${JSON.stringify(fallback)} and ${JSON.stringify(gold.text)} are compared.`,
  )
  return judged(fallback === gold.text && fallback !== '', fallback)
}

const judged = (equal: boolean, extracted: string): Outcome => ({
  reward: equal ? 1 : 0,
  reason: equal ? 'correct' : 'wrong',
  extracted,
})

const normalized =
  (candidate: PublishedCandidate) =>
  (part: PublishedCandidate['parts'][number]): string =>
    candidate.kind === 'latex' ? normalizePublished(part.text) : part.text

/** Formulas joined by "and" or a comma are one set. */
function readCandidate(candidate: PublishedCandidate, work: Work): Tree | undefined {
  const items: Tree[] = []
  for (const part of candidate.parts) {
    const tree = parse(
      normalized(candidate)(part),
      candidate.kind === 'latex' ? PUBLISHED : PUBLISHED_PLAIN,
      work,
    )
    if (!tree) return undefined
    const value: Tree = part.percent ? { kind: 'percent', operand: tree } : tree
    items.push(...(candidate.parts.length > 1 && value.kind === 'list' ? value.items : [value]))
  }
  return items.length === 1 ? items[0] : { kind: 'set', items }
}
