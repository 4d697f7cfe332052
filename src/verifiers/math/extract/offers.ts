import { matchesOf } from '../matches.js'

/** Whether another value stands before this one, which is offered beside it: "it is $3$, or perhaps $5$". */
export function isOffered(before: string): boolean {
  const near = before.slice(-LONGEST_OFFER)
  for (const { index, 0: joint } of matchesOf(near, OFFER)) {
    const first = near.slice(0, index)
    const rest = near.slice(index + joint.length)
    const sentence = first.slice(Math.max(...['.', '。', '\n'].map((end) => first.lastIndexOf(end))) + 1)
    if (/[\d$)\]]/.test(sentence.slice(-21)) && /^[^.。\n\d$]{0,20}$/.test(rest)) return true
  }
  return false
}

const OFFER =
  /\b(?:or|vs|versus|alternatively|maybe|perhaps|possibly|could|might)\b|\bvs\.|[.。]\s{0,2}or\b|或|还是|可能/gi

export const LONGEST_OFFER = 60
