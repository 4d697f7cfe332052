/**
 * Answers for programs in other languages: a line `[prediction, gold]` or `[prediction, gold, profile]` in JSON on the standard
 * input, a line `reward reason` on the standard output.
 *
 *     node --import tsx fuzz/differential/verdicts.ts
 */
import { createInterface } from 'node:readline'
import { isRight } from 'fp-ts/lib/Either.js'
import { mathVerify } from '../../src/verifiers/math-verify.js'

for await (const line of createInterface({ input: process.stdin })) {
  const [prediction, gold, profile = 'natural'] = JSON.parse(line) as [
    string,
    string,
    'natural' | 'published' | undefined,
  ]
  const verdict = mathVerify(prediction, gold, { profile })
  process.stdout.write(
    isRight(verdict) ? `${verdict.right.reward} ${verdict.right.reason}\n` : `- ${verdict.left._tag}\n`,
  )
}
