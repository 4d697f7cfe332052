import { sparing } from '../sparing.js'

/** A condition contrary to fact: "If the rate were 4, it would be 24." */
export function isCounterfactual(lead: string): boolean {
  const condition = CONDITIONAL.exec(lead)
  const past = condition && /\b(?:were|was|had|did|could|\p{L}{3,12}ed)\b/iu.exec(lead.slice(condition.index))
  if (!past) return false
  const rest = lead.slice(condition.index + past.index)
  const would = /\b(?:would|could|might)\b/i.exec(rest)
  return (
    would !== null &&
    !/[.!?\n]/.test(rest.slice(0, would.index)) &&
    !/[.!?\n\d]/.test(rest.slice(would.index))
  )
}

export const WOULD = sparing(/\bwould\b/i)

const CONDITIONAL = sparing(/\b(?:if|had)\b/i)
