/**
 * Looks for long texts of which mathVerify takes long, or longer than in proportion to their length.
 *
 *     npm run fuzz:long-texts -- [--texts 10000] [--seconds 300] [--seed 1] [--show 10] [--responses FILE.jsonl] [--recipe JSON]
 *
 * A text of 65,536 characters is made of one short text or a few, repeated: what a regular expression of the mathematics looks for, or nearly;
 * LaTeX by grammar; brackets, boxes, announcements, tables; responses of the tests, and those of a file. One in three changes one of the slowest
 * so far. It is scored as a response, as the content of a box, before and behind a box, and as a gold. More than 20 ms, or more than six times the
 * time of a quarter of it, is a finding and the exit status 1. Times are the best of several runs, with a short pair scored between them, and
 * findings are timed again at the end. A line that is printed ends with the recipe of the text, which `--recipe` takes.
 */
import { readFileSync } from 'node:fs'
import { readFlags } from '../scripts/flags.js'
import { mathVerify } from '../src/verifiers/math-verify.js'
import { type Recipe, recipes, score } from './long-text.js'
import { seeded } from './random.js'

const LARGE = 65_536
const SMALL = LARGE / 4
const HUGE = LARGE * 4
const SLOW_MILLISECONDS = 20
const MOST_GROWTH = 6
/** A ratio of times below this is of no interest, and noisy. */
const WORTH_A_LOOK_MILLISECONDS = 6
/** Texts of which others are made, and which are shown. */
const MOST_SLOW = 60

const { values } = readFlags({
  options: {
    texts: { type: 'string', default: '10000' },
    seconds: { type: 'string', default: '300' },
    seed: { type: 'string', default: '1' },
    show: { type: 'string', default: '10' },
    responses: { type: 'string' },
    recipe: { type: 'string' },
  },
})

interface Timed {
  readonly recipe: Recipe
  readonly ms: number
  readonly growth?: number
}

const isFound = ({ ms, growth = 0 }: Timed): boolean => ms > SLOW_MILLISECONDS || growth > MOST_GROWTH

const given = values.responses
  ? readFileSync(values.responses, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line): string => JSON.parse(line).response)
  : []

const { recipe, changed } = await recipes(given)
const random = seeded(Number(values.seed))
const deadline = performance.now() + Number(values.seconds) * 1000
const all: Timed[] = []
const throwing: string[] = []
/** The slowest so far. A change of one takes its place, or none: not all of them shall be of one kind. */
let slow: readonly Timed[] = []
if (values.recipe === undefined) {
  while (all.length + throwing.length < Number(values.texts) && performance.now() < deadline) {
    const parent = slow.length > 0 && random.chance(1 / 3) ? random.pick(slow) : undefined
    const timed = timeOf(parent ? changed(random, parent.recipe) : recipe(random))
    if (!timed) continue
    all.push(timed)
    if (timed.growth === undefined || (parent && timed.ms <= parent.ms)) continue
    slow = [...slow.filter((each) => each !== parent), timed].sort((a, b) => b.ms - a.ms).slice(0, MOST_SLOW)
  }
} else {
  const timed = timeOf(JSON.parse(values.recipe))
  if (timed) slow = [again(timed)]
}

// Once more, when other programs may have less to do.
slow = slow.map((timed) => (isFound(timed) ? again(timed) : timed)).sort((a, b) => b.ms - a.ms)
const found = slow.filter(isFound)
all.sort((a, b) => b.ms - a.ms)
const quantile = (share: number): string =>
  (all[Math.floor((all.length - 1) * (1 - share))]?.ms ?? 0).toFixed(1)
for (const each of throwing) console.log(each)
for (const each of found) console.log(`found: ${line(each)}`)
console.log(
  `${all.length} texts of ${LARGE} characters, seed ${values.seed}: median ${quantile(0.5)} ms, p99 ${quantile(0.99)}; ${found.length} slow or growing too fast, ${throwing.length} throw. The slowest:`,
)
for (const each of slow.slice(0, Number(values.show))) console.log(line(each))
process.exitCode = found.length + throwing.length > 0 ? 1 : 0

function line({ ms, growth, recipe: made }: Timed): string {
  return `${ms.toFixed(1)} ms${growth === undefined ? '' : `, × ${growth.toFixed(1)}`}: ${JSON.stringify(made)}`
}

function timeOf(made: Recipe): Timed | undefined {
  try {
    return measured(made)
  } catch (error) {
    throwing.push(`threw ${error}: ${JSON.stringify(made)}`)
    return undefined
  }
}

function measured(recipe: Recipe): Timed {
  let ms = fastest(recipe, LARGE, 1)
  if (ms < WORTH_A_LOOK_MILLISECONDS) return { recipe, ms }
  ms = Math.min(ms, fastest(recipe, LARGE, 3))
  if (ms < WORTH_A_LOOK_MILLISECONDS) return { recipe, ms }
  const timed = { recipe, ms, growth: ms / fastest(recipe, SMALL, 5) }
  return isFound(timed) ? again(timed) : timed
}

function again({ recipe, ms: before }: Timed): Timed {
  const ms = Math.min(before, fastest(recipe, LARGE, 8))
  const growth = ms / fastest(recipe, SMALL, 12)
  // What takes another way in a longer text is found once; what grows goes on.
  return {
    recipe,
    ms,
    growth: growth > MOST_GROWTH ? Math.min(growth, fastest(recipe, HUGE, 4) / ms) : growth,
  }
}

/** The least of several runs, by the clock or by processor time: other programs run as well. */
function fastest(recipe: Recipe, size: number, runs: number): number {
  let best = Infinity
  for (let run = 0; run < runs; run++) {
    for (const gold of ['7', '\\frac{1}{2}']) mathVerify(`So the answer is ${run}.`, gold)
    const before = performance.now()
    const spent = process.cpuUsage()
    score(recipe, size)
    const { user, system } = process.cpuUsage(spent)
    best = Math.min(best, performance.now() - before, (user + system) / 1000)
  }
  return best
}
