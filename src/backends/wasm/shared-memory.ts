import type { FloatArray } from '../../losses/token-batch.js'
import type { LossJob } from './loss-job.js'

/** Shared buffers that calls borrow and give back, so that a training step does not pay for fresh pages each time. */
export interface SharedMemory {
  readonly borrow: (bytes: number) => SharedArrayBuffer
  readonly giveBack: (buffer: SharedArrayBuffer) => void
  /** Frees the buffers that are not borrowed. */
  readonly free: () => void
}

export function sharedMemory(): SharedMemory {
  const idle: SharedArrayBuffer[] = []
  return {
    borrow: (bytes) => {
      const fitting = idle.findIndex(({ byteLength }) => byteLength >= bytes && byteLength <= 2 * bytes)
      return fitting < 0 ? new SharedArrayBuffer(bytes) : idle.splice(fitting, 1)[0]!
    },
    giveBack: (buffer) => {
      idle.push(buffer)
      // Enough for two concurrent calls: each needs five inputs and a gradient.
      if (idle.length > 12) idle.shift()
    },
    free: () => {
      idle.length = 0
    },
  }
}

/** A job whose arrays workers can reach: those in shared memory already as they are, copies of the others. */
export interface SharedJob {
  readonly job: LossJob
  /** Copies the gradient to where the caller wants it, where that is not shared, and gives the copies back. */
  readonly settle: () => void
}

export function shareJob(job: LossJob, memory: SharedMemory): SharedJob {
  const borrowed: SharedArrayBuffer[] = []
  const room = (bytes: number): SharedArrayBuffer => {
    const buffer = memory.borrow(bytes)
    borrowed.push(buffer)
    return buffer
  }
  const like = (values: FloatArray): FloatArray =>
    values instanceof Float32Array
      ? new Float32Array(room(values.byteLength), 0, values.length)
      : new Float64Array(room(values.byteLength), 0, values.length)
  const shared = (values: FloatArray): FloatArray => {
    if (isShared(values)) return values
    const copy = like(values)
    copy.set(values)
    return copy
  }
  const gradient = isShared(job.gradient) ? job.gradient : like(job.gradient)
  return {
    job: {
      ...job,
      logProbs: shared(job.logProbs),
      oldLogProbs: shared(job.oldLogProbs),
      refLogProbs: job.refLogProbs && shared(job.refLogProbs),
      importanceWeights: job.importanceWeights && shared(job.importanceWeights),
      advantages: shared(job.advantages),
      responseMask: job.responseMask && sharedMask(job.responseMask, room),
      gradient,
    },
    settle: () => {
      if (gradient !== job.gradient) job.gradient.set(gradient)
      for (const buffer of borrowed) memory.giveBack(buffer)
    },
  }
}

function sharedMask(
  mask: ArrayLike<number | boolean>,
  room: (bytes: number) => SharedArrayBuffer,
): Uint8Array {
  if (mask instanceof Uint8Array && isShared(mask)) return mask
  const bytes = new Uint8Array(room(mask.length), 0, mask.length)
  if (mask instanceof Uint8Array) bytes.set(mask)
  else for (let i = 0; i < mask.length; i++) bytes[i] = mask[i] ? 1 : 0
  return bytes
}

const isShared = ({ buffer }: ArrayBufferView): boolean => buffer instanceof SharedArrayBuffer
