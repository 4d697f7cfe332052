import type { Tensor, Tf } from './tf.js'

/** Runs one graph on a tfjs backend and brings what it computes back to the host. */
export interface Device {
  /**
   * @param build makes tensors from typed arrays and returns those wanted; every other tensor it makes is freed.
   * @returns the values of the tensors returned, under their names.
   */
  readonly run: <Name extends string>(
    build: (tf: Tf) => Readonly<Record<Name, Tensor>>,
  ) => Promise<Record<Name, Float32Array>>
  /** How many tokens a graph may take, where the device's memory sets a limit. */
  readonly tokensAtATime?: number
}

/**
 * A device on the named tfjs backend. tfjs has one active backend for the whole program; ours is made active while a
 * graph is built, which is synchronous, and the caller's is restored before other code runs.
 */
export const deviceOf = (tf: Tf, backend: string, tokensAtATime?: number): Device => ({
  tokensAtATime,
  run: async (build) => {
    const tensors = withBackend(tf, backend, () => tf.tidy(() => build(tf)))
    const names = Object.keys(tensors) as (keyof typeof tensors)[]
    try {
      const values = await Promise.all(names.map((name) => tensors[name].data<'float32'>()))
      return Object.fromEntries(names.map((name, i) => [name, values[i]])) as Record<string, Float32Array>
    } finally {
      for (const name of names) tensors[name].dispose()
    }
  },
})

function withBackend<Result>(tf: Tf, backend: string, work: () => Result): Result {
  if (!(backend in tf.engine().registry)) throw new Error(`tfjs's backend '${backend}' has been removed`)
  const active = tf.getBackend()
  if (active === backend) return work()
  // Takes effect at once, because the backend is initialised.
  void tf.setBackend(backend)
  try {
    return work()
  } finally {
    if (active) void tf.setBackend(active)
  }
}
