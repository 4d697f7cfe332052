import { isRight } from 'fp-ts/lib/Either.js'
import { expect, test } from 'vitest'
import { checkTokenBatch } from '../../src/losses/checked-batch.js'
import { randomNumbers } from '../../src/testing/backend/loss-cases.js'

test('response tokens are counted whatever the alignment and the values of a byte mask', () => {
  const random = randomNumbers(4)
  const bytes = new Uint8Array(64).map(() =>
    random() < 0.4 ? 0 : [1, 127, 128, 255][Math.floor(random() * 4)]!,
  )
  for (let from = 0; from < 9; from++) {
    for (let size = 0; size < 24; size++) {
      const responseMask = new Uint8Array(bytes.buffer, from, size)
      const offsets = Int32Array.of(0, Math.floor(size / 3), size)
      const logProbs = new Float32Array(size)
      const batch = {
        logProbs,
        oldLogProbs: logProbs,
        advantages: new Float32Array(2),
        rollouts: 2,
        offsets,
        responseMask,
      }
      const checked = checkTokenBatch(batch)
      const count = (start: number, end: number) =>
        responseMask.subarray(start, end).filter((byte) => byte !== 0).length
      expect(isRight(checked) && [...checked.right.lengths]).toEqual([
        count(0, offsets[1]!),
        count(offsets[1]!, size),
      ])
    }
  }
})
