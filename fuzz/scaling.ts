/**
 * Looks for a verdict whose time grows faster than n · log n with the length of the text.
 *
 *     npm run fuzz:scaling [-- mathVerify]
 *
 * Every fragment that the extractors know is repeated to 16 Ki and to 64 Ki characters, alone and between markers. Four times the
 * text may take about four times as long; a construct where it takes more than nine times as long (a quadratic one takes
 * sixteen) is measured again at 256 Ki, and reported if it stays so. Ratios of processor time, the best of several runs each; no
 * absolute time decides, except that a verdict under 8 ms at 64 Ki is not worth a second look.
 */
import { refuseUnknown } from '../scripts/flags.js'
import { HOSTILE_FRAGMENTS } from '../src/testing/index.js'
import { type Target, targets } from './targets.js'

const SMALL = 16_384
const LARGE = 65_536
const HUGE = 262_144
const WORTH_A_LOOK_MILLISECONDS = 8
const MOST_GROWTH = 9

const WRAPPERS: readonly (readonly [open: string, close: string])[] = [
  ['', ''],
  ['[Answer]\n', ''],
  ['\\boxed{', '}'],
  ['<answer>', '</answer>'],
  ['<answer>{"data":[[', ']]}</answer>'],
  ['The correct answer is ', ' A'],
  ['$', '$'],
  ['', '!'],
]

const PIECES = [
  ...HOSTILE_FRAGMENTS,
  'a ',
  'a\n',
  'a.',
  '1,',
  '[[',
  '{"a":',
  '\\\\boxed{}',
  '\\\\boxed{1} ',
  'the answer is 1. ',
  'x+',
  '(x+1)',
  '1/',
  '\\frac12',
  '^2',
  ' or ',
  '%',
  '**',
  '\\$',
  '\\text{a}',
]

const found: string[] = []
let measured = 0
let slowest = { ms: 0, what: '' }
const only = process.argv[2]
refuseUnknown('the target', only, [...new Set(oneOfEach().map(({ name }) => name))])
for (const target of oneOfEach().filter(({ name }) => only === undefined || name === only)) {
  for (const piece of PIECES) {
    for (const [open, close] of WRAPPERS) {
      const text = (size: number) => open + piece.repeat(Math.ceil(size / piece.length)) + close
      const what = `${target.name} (gold ${target.gold}) on ${JSON.stringify(open)} + ${JSON.stringify(piece)} × n + ${JSON.stringify(close)}`
      measured++
      if (throws(target, text(LARGE))) {
        found.push(`throws: ${what}`)
        continue
      }
      const ms = fastest(target, text(LARGE), 1)
      if (ms > slowest.ms) slowest = { ms: fastest(target, text(LARGE), 2), what }
      if (ms < WORTH_A_LOOK_MILLISECONDS) continue
      const growth = fastest(target, text(LARGE), 4) / fastest(target, text(SMALL), 8)
      if (growth <= MOST_GROWTH) continue
      // A step, as where lists outgrow what the engine keeps at hand, is taken once; a slope goes on.
      const further = fastest(target, text(HUGE), 2) / fastest(target, text(LARGE), 4)
      if (further > MOST_GROWTH) found.push(`× ${growth.toFixed(1)}, ${ms.toFixed(0)} ms: ${what}`)
    }
  }
  console.log(`${target.name}: ${PIECES.length * WRAPPERS.length} constructs`)
}
console.log(
  `${measured} constructs measured, ${found.length} throw or grow too fast. Slowest at 64 Ki: ${slowest.ms.toFixed(1)} ms, ${slowest.what}`,
)
for (const each of found) console.log(each)
process.exitCode = found.length > 0 ? 1 : 0

/** The first natural target of each name: golds differ little in how long a text takes. */
function oneOfEach(): readonly Target[] {
  // A gold of ROUGE-L is compared with itself: both sides grow, and the time with their product.
  const natural = targets().filter(({ name, profile }) => profile === 'natural' && name !== 'gold of ROUGE-L')
  return natural.filter(({ name }, i) => natural.findIndex((other) => other.name === name) === i)
}

function throws(target: Target, text: string): boolean {
  try {
    target.score(text)
    return false
  } catch {
    return true
  }
}

function fastest(target: Target, text: string, runs: number): number {
  let best = Infinity
  for (let run = 0; run < runs; run++) {
    const before = process.cpuUsage()
    target.score(text)
    // Both together: how the kernel splits a few milliseconds among them is a guess.
    const { user, system } = process.cpuUsage(before)
    best = Math.min(best, (user + system) / 1000)
  }
  return best
}
