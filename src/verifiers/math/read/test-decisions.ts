import type { Tree } from '../tree.js'

/**
 * `\text{We reject the null hypothesis }H_0`, `\text{Reject }H_0`, `H_0\text{ is not rejected}`, "fail to reject H₀": what a test
 * decides, in one wording.
 */
export function readTestDecision(text: string): (Tree & { kind: 'text' }) | undefined {
  if (text.length > 200 || !/hypothes|H_|H₀/i.test(text)) return undefined
  const words = text
    .replace(/\\(?:text|mathrm|textbf|mbox)(?![a-zA-Z])|\\[,;:! ]|[{}$*()~]/g, ' ')
    .replace(/H_? ?(?:0|₀)|H₀/g, 'H0')
    .replace(/\s{1,20}/g, ' ')
    .replace(/null hypothesis,? H0|H0/g, 'null hypothesis')
    .trim()
  const active = ACTIVE.exec(words)
  const passive = active ? null : PASSIVE.exec(words)
  if (!active && !passive) return undefined
  const isDenied = (active?.[1] ?? passive?.[1]) !== undefined
  const isRejected = (active?.[2] ?? passive?.[2])!.toLowerCase().startsWith('reject') !== isDenied
  return { kind: 'text', text: isRejected ? 'reject H0' : 'do not reject H0' }
}

const TAIL = '(?: at (?:the|a) .{1,40}| at .{1,40})?[.;]?$'
const ACTIVE = /* @__PURE__ */ new RegExp(
  `^(?:(?:so|thus|hence|therefore),? )?(?:(?:we|you|one) )?(?:should |must |can |would |will )?(do not |don't |cannot |can not |not |(?:fail|failed|fails) to )?(reject|accept|retain)s?(?:ed)? (?:the )?null hypothesis${TAIL}`,
  'i',
)
const PASSIVE = /* @__PURE__ */ new RegExp(
  `^(?:(?:so|thus|hence|therefore),? )?(?:the )?null hypothesis (?:is|was|should|must|can|will)( ?not)?(?: be)? (rejected|accepted|retained)${TAIL}`,
  'i',
)
