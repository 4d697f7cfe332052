import * as fc from 'fast-check'
import { repeated } from '../../arbitraries/hostile-text.js'
import { type Law, law } from '../law.js'
import type { RewardFunction, Scored } from './relation.js'

/** 1×, 4× and 16× of a text. */
const LENGTHS = [4_096, 16_384, 65_536] as const
/** A suspect is asked once more, with four times as much. */
const LONGEST = 262_144

/** Four times the text, nine times the time: linear is 4, quadratic 16. */
const STEEPEST = 9
/** Below this the clock, the caches and the garbage collector decide, not the verifier. */
const LEAST_MILLISECONDS = 40
/** From here on nothing but the verifier decides, and four times as much would take too long. */
const CERTAIN_MILLISECONDS = 400

/**
 * The time law: four times the text takes at most nine times the time. Texts are runs of the verifier's own answers and of
 * pieces that careless expressions backtrack over, up to 64 Ki characters. A text that takes less than 40 ms is fast enough
 * however it got there.
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

/** A machine that is busy with something else is asked again. */
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

/** Stands for a number that counts up, so that every line is another one and sets and maps of lines grow. */
const COUNTER = '\u0001'
/** Stands for a generated answer. */
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

/** The last character spoils what a pattern took for a match, so that it has to go back. */
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

/** Milliseconds of processor time, where they can be had: what waits for a busy machine costs none. */
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
