/** Score one answer: a metric directly, then a whole response against a data set record. */
import { describeError, f1, scoreRecord } from 'golongrl'
import { orExit } from './report.js'

// A metric takes the answer text and the gold. Two of three lines are right, two of four golds are found.
const verdict = orExit(
  f1('[Answer]\nE3\nE8\nE9', ['E3', 'E8', 'E12', 'E13'], { explain: true }),
  describeError,
)
console.log(`F1 = 2·2 / (3 + 4) = ${verdict.reward}, ${verdict.reason}`)
for (const step of verdict.explanation?.steps ?? []) console.log(`  ${step}`)

// A record carries the gold and says which metric it wants; the response still has its think block.
const record = {
  data_source: 'math_longcot_math_verify',
  prompt: [{ role: 'user', content: 'What share of 556 tons are 312 tons? Put it in \\boxed{}.' }],
  reward_model: { ground_truth: { golden_label: '\\frac{78}{139}' } },
  extra_info: { reward_mode: 'math_longcot_math_verify' },
}
for (const response of [
  '<think>312 of 556, both divisible by 4.</think>It is \\boxed{\\frac{312}{556}}.',
  '<think>Surely 312 of 460.</think>It is \\boxed{\\frac{312}{460}}.',
  'It is \\boxed{\\frac{78}{139}}.',
]) {
  const { reward, reason } = orExit(scoreRecord(record, response), describeError)
  console.log(`${reward} (${reason}): ${response}`)
}
