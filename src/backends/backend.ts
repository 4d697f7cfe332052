import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { AdvantageSpec } from '../advantages/compute-advantages.js'
import type { Advantages, PromptGroups } from '../advantages/prompt-groups.js'
import type { BackendError } from '../errors.js'
import type { PolicyLossOptions } from '../losses/policy-loss.js'
import type { PolicyLoss, TokenBatch } from '../losses/token-batch.js'

/**
 * Where the arithmetic runs. Two coarse operations, so that data goes to a device once per step, not once per formula.
 * A backend is passed as an argument; nothing is detected or loaded at import.
 *
 * Inputs belong to the caller and must not change until the promise settles; outputs are the caller's.
 */
export interface Backend {
  /** `cpu`, `wasm`, `tfjs-webgpu`, … */
  readonly name: string
  /** The precision of the arithmetic on single tokens or rollouts; it bounds how far results may lie from the float64 reference. */
  readonly precision: 'float64' | 'float32'
  readonly advantages: (groups: PromptGroups, spec: AdvantageSpec) => TaskEither<BackendError, Advantages>
  readonly policyLoss: (
    batch: TokenBatch,
    options?: PolicyLossOptions,
  ) => TaskEither<BackendError, PolicyLoss>
  /** Frees what the backend holds. Calls after it are a `Left`. */
  readonly dispose: () => Promise<void>
}
