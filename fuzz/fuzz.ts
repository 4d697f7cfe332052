/**
 * Feeds generated texts to every verifier and looks for a throw, a reward outside [0, 1], or a verdict slower than 50 ms.
 *
 *     npm run fuzz -- [--executions 100000] [--seconds 60] [--seed 1] [--target mathVerify] [--giants 0.0005]
 *
 * It stops at whichever of the two budgets is spent first. A failure is printed, shrunk, as a line for `corpus/found.jsonl`,
 * and the exit status is 1. The same seed and executions replay the same texts.
 */
import { readFlags, refuseUnknown } from '../scripts/flags.js'
import { answerText, giant, mutated, response } from './grammar.js'
import { type Random, seeded } from './random.js'
import { SEEDS, type Target, targets } from './targets.js'

const SLOW_MILLISECONDS = 50

const { values } = readFlags({
  options: {
    executions: { type: 'string', default: '100000' },
    seconds: { type: 'string', default: '60' },
    seed: { type: 'string', default: '1' },
    target: { type: 'string' },
    giants: { type: 'string', default: '0.0005' },
  },
})

refuseUnknown('--target', values.target, [...new Set(targets().map(({ name }) => name))])
const chosen = targets().filter(({ name }) => values.target === undefined || name === values.target)
const heapBefore = heapInUse()
const started = performance.now()
const deadline = started + Number(values.seconds) * 1000
const random = seeded(Number(values.seed))
const executions = new Map<string, number>()
const rewarded = new Map<string, number>()
const slowest = new Map<string, number>()
const failures: string[] = []

let done = 0
let other = 'x'
while (done < Number(values.executions) && performance.now() < deadline && failures.length < 20) {
  const text = nextText(random, other, Number(values.giants))
  if (text.length < 500) other = text
  // One text for a handful of targets: making texts costs more than scoring most of them.
  for (let k = 0; k < 4; k++) {
    const target = random.pick(chosen)
    done++
    executions.set(target.name, (executions.get(target.name) ?? 0) + 1)
    const trouble = judge(target, text)
    if (trouble !== undefined) report(target, text, trouble)
  }
}

for (const [name, count] of executions) {
  const slow = (slowest.get(name) ?? 0).toFixed(1)
  console.log(`${name}: ${count} executions, ${rewarded.get(name) ?? 0} with a reward, slowest ${slow} ms`)
}
const growth = (heapInUse() - heapBefore) / 2 ** 20
const seconds = (performance.now() - started) / 1000
console.log(
  `${done} executions in ${seconds.toFixed(0)} s, seed ${values.seed}, ${failures.length} failures, heap ${growth >= 0 ? '+' : ''}${growth.toFixed(1)} MiB`,
)
for (const failure of failures) console.log(failure)
process.exitCode = failures.length > 0 ? 1 : 0

function nextText(source: Random, last: string, giants: number): string {
  if (source.chance(giants)) return giant(source)
  const text = source.chance(0.3)
    ? source.pick(SEEDS)
    : source.chance(0.2)
      ? response(source)
      : answerText(source)
  return source.chance(0.4) ? mutated(source, text, last) : text
}

function judge(target: Target, text: string): string | undefined {
  const before = performance.now()
  try {
    const { reward } = target.score(text)
    if (!(reward >= 0 && reward <= allowed(target))) return `reward ${reward}`
    if (reward > 0) rewarded.set(target.name, (rewarded.get(target.name) ?? 0) + 1)
  } catch (error) {
    return `threw ${error instanceof Error ? error.message : error}`
  }
  const took = performance.now() - before
  if (took < SLOW_MILLISECONDS) {
    if (took > (slowest.get(target.name) ?? 0)) slowest.set(target.name, took)
    return undefined
  }
  const fastest = Math.min(...Array.from({ length: 4 }, () => timed(target, text)))
  if (fastest > (slowest.get(target.name) ?? 0)) slowest.set(target.name, fastest)
  return fastest > SLOW_MILLISECONDS ? `took ${fastest.toFixed(0)} ms` : undefined
}

/** Processor time: what other programs do on the machine does not count. */
function timed(target: Target, text: string): number {
  const before = process.cpuUsage()
  target.score(text)
  return process.cpuUsage(before).user / 1000
}

/** The published pairwise accuracy may exceed 1 on its own: a documented quirk, with repeated golds. */
function allowed({ name, profile }: Target): number {
  return name === 'pairwiseAccuracy' && profile === 'published' ? Number.MAX_VALUE : 1
}

function report(target: Target, text: string, trouble: string): void {
  const kind = trouble.split(' ')[0]
  const failing = (candidate: string) => judge(target, candidate)?.split(' ')[0] === kind
  failures.push(
    JSON.stringify({
      target: target.name,
      profile: target.profile,
      gold: JSON.parse(target.gold),
      text: shrunk(text, failing),
      trouble,
    }),
  )
}

/** The smallest text still failing that comes from leaving out ever smaller pieces. */
function shrunk(text: string, failing: (text: string) => boolean): string {
  let smallest = text
  for (let size = Math.ceil(text.length / 2); size >= 1; size = Math.floor(size / 2)) {
    for (let at = 0; at < smallest.length && size * 200 > smallest.length; ) {
      const candidate = smallest.slice(0, at) + smallest.slice(at + size)
      if (failing(candidate)) smallest = candidate
      else at += size
    }
  }
  return smallest
}

function heapInUse(): number {
  globalThis.gc?.()
  return process.memoryUsage().heapUsed
}
