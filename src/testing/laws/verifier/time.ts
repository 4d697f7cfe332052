import * as fc from 'fast-check'
import { repeated } from '../../arbitraries/hostile-text.js'
import { type Law, law } from '../law.js'
import type { RewardFunction, Scored } from './relation.js'

/** 1×, 4× and 16× of a text. */
const LENGTHS = [4_096, 16_384, 65_536] as const
/** A text over the bound is measured again at four times its length. */
const LONGEST = 262_144

/** Four times the text, nine times the time: linear is 4, quadratic 16. */
const STEEPEST = 9
/** Shorter times are dominated by the clock, caches and the garbage collector. */
const LEAST_MILLISECONDS = 40
/** Longer times are the verifier's own, and four times the text would take too long. */
const CERTAIN_MILLISECONDS = 400

/**
 * The time law: four times the text takes at most nine times the time. Texts are repetitions of the verifier's own answers
 * and of fragments that provoke backtracking, up to 64 Ki characters. A text that takes less than 40 ms passes.
 */
export function timeLaw(reward: RewardFunction, scored: fc.Arbitrary<Scored>): Law {
  const [sample] = fc.sample(scored, { seed: 1, numRuns: 1 })
  const values = fc.record({ scored, piece: fc.constantFrom(...PIECES) })
  return law(
    'time grows with the text',
    'four times the text takes no more than nine times the time',
    fc.noShrink(values),
    ({ scored: { gold, answer }, piece }) => {
      const unit = piece.replaceAll(OWN_ANSWER, answer) || 'a'
      const milliseconds = (length: number, runs = 1) =>
        fastest(() => reward(runOf(unit, length), gold), runs)
      let seen: string | undefined
      for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
        seen = steepness(milliseconds)
        if (seen === undefined) return undefined
      }
      return `${seen} of ${JSON.stringify(unit.slice(0, 40))}`
    },
    { examples: PIECES.map((piece) => ({ scored: sample!, piece })), atMost: 5 },
  )
}

/** The measurement is repeated, because another process may have taken the time. */
const ATTEMPTS = 3

function steepness(milliseconds: (length: number, runs?: number) => number): string | undefined {
  const long = milliseconds(LENGTHS[2])
  if (long < LEAST_MILLISECONDS) return undefined
  const times = LENGTHS.map((length) => milliseconds(length, long < CERTAIN_MILLISECONDS ? 3 : 1))
  if (!isSteep(times[1]!, times[2]!)) return undefined
  const lengths: number[] = [...LENGTHS]
  if (times[2]! < CERTAIN_MILLISECONDS) {
    times.push(milliseconds(LONGEST))
    lengths.push(LONGEST)
    if (!isSteep(times[2]!, times[3]!)) return undefined
  }
  return times.map((time, i) => `${time.toFixed(1)} ms for ${lengths[i]} characters`).join(', ')
}

const isSteep = (shorter: number, longer: number): boolean => longer > STEEPEST * shorter

/** A placeholder for a counter: every line is different, so sets and maps of lines grow. */
const COUNTER = '\u0001'
/** A placeholder for a generated answer. */
const OWN_ANSWER = '\u0002'

const PIECES: readonly string[] = [
  OWN_ANSWER,
  `${OWN_ANSWER}\n`,
  `${OWN_ANSWER} ${COUNTER}\n`,
  `item ${COUNTER}\n`,
  `${COUNTER}\n`,
  `w${COUNTER} `,
  'a',
  ' ',
  '\n',
  '0',
  '\\boxed{',
  '[Answer]\n',
  'The correct answer is (A) ',
  ', ',
]

/** The last character prevents a match, so that a pattern has to backtrack. */
const runOf = (unit: string, length: number): string => `${manyOf(unit, length - 1)}!`

function manyOf(unit: string, length: number): string {
  if (!unit.includes(COUNTER)) return repeated(unit, length)
  const parts: string[] = []
  for (let i = 0, size = 0; size < length; i++) {
    const part = unit.replaceAll(COUNTER, String(i))
    parts.push(part)
    size += part.length
  }
  return parts.join('').slice(0, length)
}

function fastest(work: () => unknown, runs: number): number {
  let best = Number.POSITIVE_INFINITY
  for (let run = 0; run < runs; run++) {
    const stop = stopwatch()
    work()
    best = Math.min(best, stop())
  }
  return best
}

interface Clocks {
  readonly cpuUsage?: () => { readonly user: number; readonly system: number }
  readonly threadCpuUsage?: Clocks['cpuUsage']
}

/** Milliseconds of processor time where available, so that waiting on a busy machine is not counted. */
function stopwatch(): () => number {
  const { process } = globalThis as { process?: Clocks }
  const usage = process?.threadCpuUsage?.bind(process) ?? process?.cpuUsage?.bind(process)
  const start = performance.now()
  const before = usage?.()
  return () => {
    const wall = performance.now() - start
    if (usage === undefined || before === undefined) return wall
    const { user, system } = usage()
    return Math.min(wall, (user + system - before.user - before.system) / 1000)
  }
}
