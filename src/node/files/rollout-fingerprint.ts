import { crc32 } from 'node:zlib'
import { describeError } from '../../index.js'
import type { FileRollout } from './rollouts.js'

/**
 * The checksum (CRC-32) of everything that decides a rollout's verdict and advantage. It finds files that were changed or
 * mixed up, not changes made to deceive.
 *
 * @param recordText its record as JSON text
 */
export function checksumOf(rollout: FileRollout, recordText: string): number {
  const { promptId, batch, length, baseline, problem, response } = rollout
  const numbers = JSON.stringify([promptId, batch, length, baseline, problem && describeError(problem)])
  return crc32(response, crc32(recordText, crc32(numbers)))
}

/** A running fingerprint of a stream of rollouts, up to and including the one whose checksum is handed over. */
export function fingerprintRollouts(): (checksum: number) => string {
  const bytes = Buffer.alloc(4)
  let sum = 0
  return (checksum) => {
    bytes.writeUInt32LE(checksum)
    sum = crc32(bytes, sum)
    return sum.toString(16).padStart(8, '0')
  }
}
