import { slipOf } from '../../options/nearest-name.js'
import type { Finding } from './finding.js'

/** Tags that the published trainer and our metrics group by. */
const KNOWN = [
  ...['EM', 'selection', 'multitableqa_pretraining', 'math_longcot_math_verify', 'retrieval_calculate'],
  ...['NDCG', 'Pairwise_Accuracy', 'Accuracy', 'Summary', 'F1_Score', 'SubEM'],
  ...['F1', 'math_verify', 'IoU', 'Pairwise', 'ROUGE-L'],
]

/** The records of one reward mode. */
export interface ModeSeen {
  readonly rewardMode: string
  readonly records: number
  /** The first of them. */
  readonly rows: readonly Pick<Finding, 'place' | 'promptId' | 'gold'>[]
}

/**
 * Reward modes that are most likely misspelt: a known one, or one that at least three times as many rows of this data set have. A
 * difference in digits alone is no misspelling: `set1` and `set2` are two modes.
 */
export function misspeltModes(modes: readonly ModeSeen[]): readonly Finding[] {
  return modes.flatMap(({ rewardMode, records, rows }) => {
    if (KNOWN.includes(rewardMode)) return []
    const others = modes.filter((mode) => mode.records >= 3 * records).map((mode) => mode.rewardMode)
    const meant = [...KNOWN, ...others].find((name) => name !== rewardMode && isSlip(rewardMode, name))
    if (meant === undefined) return []
    return rows.map((row) => ({
      ...row,
      kind: 'reward mode' as const,
      why: `the reward mode ${JSON.stringify(rewardMode)} is most likely a misspelling of ${JSON.stringify(meant)}: its rollouts share no scale with the others`,
      remedy: `write ${meant}`,
    }))
  })
}

const isSlip = (written: string, name: string): boolean =>
  (slipOf(written, [name]) !== undefined ||
    hasOneMore(written, name) ||
    hasOneMore(name, written) ||
    isSwapped(written.toLowerCase(), name.toLowerCase())) &&
  written.replace(/\d/g, '') !== name.replace(/\d/g, '')

/** One letter too many in a short name, as in `EMM`. */
const hasOneMore = (longer: string, shorter: string): boolean =>
  longer.length === shorter.length + 1 &&
  [...longer].some((_, i) => longer.slice(0, i) + longer.slice(i + 1) === shorter)

/** Two neighbouring letters swapped, as in `NDGC`. */
function isSwapped(written: string, name: string): boolean {
  const at = [...written].findIndex((letter, i) => letter !== name[i])
  return (
    written.length === name.length &&
    at >= 0 &&
    written[at] === name[at + 1] &&
    written[at + 1] === name[at] &&
    written.slice(at + 2) === name.slice(at + 2)
  )
}
