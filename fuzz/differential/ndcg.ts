/**
 * Rewards for programs in other languages: a line `[answer, gold, cutoff]` in JSON on the standard input, where a cutoff of null
 * leaves it to the default; a line with the reward on the standard output.
 *
 *     node --import tsx fuzz/differential/ndcg.ts
 */
import { createInterface } from 'node:readline'
import { ndcg, orThrow } from '../../src/index.js'

for await (const line of createInterface({ input: process.stdin })) {
  const [answer, gold, cutoff] = JSON.parse(line) as [string, unknown, number | null]
  const { reward } = orThrow(ndcg(answer, gold, cutoff === null ? {} : { cutoff }))
  process.stdout.write(`${reward}\n`)
}
