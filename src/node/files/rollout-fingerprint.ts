import { crc32 } from 'node:zlib'
import { describeError } from '../../index.js'
import type { FileRollout } from './rollouts.js'

/**
 * A running fingerprint (CRC-32) of a stream of rollouts: everything that decides their verdicts and advantages, up to and
 * including the one handed over. It finds files that were changed or mixed up, not changes made to deceive.
 */
export function fingerprintRollouts(): (rollout: FileRollout) => string {
  let sum = 0
  let lastRecord: unknown
  let recordText = ''
  return ({ promptId, batch, length, baseline, problem, record, response }) => {
    // The rollouts of a prompt mostly stand together and share their record.
    if (record !== lastRecord) recordText = JSON.stringify(record) ?? ''
    lastRecord = record
    const numbers = JSON.stringify([promptId, batch, length, baseline, problem && describeError(problem)])
    sum = crc32(response, crc32(recordText, crc32(numbers, sum)))
    return sum.toString(16).padStart(8, '0')
  }
}
