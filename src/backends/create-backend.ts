import { type Either, left } from 'fp-ts/lib/Either.js'
import type { AdvantageSpec } from '../advantages/compute-advantages.js'
import type { Advantages, PromptGroups } from '../advantages/prompt-groups.js'
import type { BackendError } from '../errors.js'
import type { PolicyLossOptions } from '../losses/policy-loss.js'
import type { PolicyLoss, TokenBatch } from '../losses/token-batch.js'
import type { Backend } from './backend.js'

/** The operations of a backend, synchronous or not; they may throw. */
export interface BackendParts {
  readonly name: string
  readonly precision: Backend['precision']
  readonly advantages: (groups: PromptGroups, spec: AdvantageSpec) => Outcome<Advantages>
  readonly policyLoss: (batch: TokenBatch, options?: PolicyLossOptions) => Outcome<PolicyLoss>
  /** Frees what the backend holds; runs once, after the calls under way have ended. */
  readonly free?: () => void | Promise<void>
}

type Outcome<Result> = Either<BackendError, Result> | Promise<Either<BackendError, Result>>

/**
 * A backend from its parts, with what all backends share: an exception becomes a `Left BackendFailed`, and so does a call
 * after `dispose`; `dispose` waits for the calls under way and frees once.
 */
export function createBackend({ name, precision, advantages, policyLoss, free }: BackendParts): Backend {
  const underWay = new Set<Promise<unknown>>()
  let disposal: Promise<void> | undefined

  const failed = (operation: string, message: string): BackendError => ({
    _tag: 'BackendFailed',
    backend: name,
    operation,
    message,
  })

  async function run<Result>(operation: string, work: () => Outcome<Result>) {
    if (disposal !== undefined) return left(failed(operation, 'the backend has been disposed of'))
    const call = attempt(work)
    underWay.add(call)
    try {
      return await call
    } catch (error) {
      return left(failed(operation, error instanceof Error ? error.message : String(error)))
    } finally {
      underWay.delete(call)
    }
  }

  async function freeAfterCalls(): Promise<void> {
    await Promise.allSettled(underWay)
    await free?.()
  }

  return {
    name,
    precision,
    advantages: (groups, spec) => () => run('advantages', () => advantages(groups, spec)),
    policyLoss: (batch, options) => () => run('policyLoss', () => policyLoss(batch, options)),
    dispose: () => {
      disposal ??= freeAfterCalls()
      return disposal
    },
  }
}

const attempt = async <Result>(work: () => Outcome<Result>): Promise<Either<BackendError, Result>> => work()
