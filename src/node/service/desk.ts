import type { Either } from 'fp-ts/lib/Either.js'
import { left } from 'fp-ts/lib/Either.js'
import { workerFailed } from '../../errors.js'
import type { Verdict } from '../../index.js'
import { isolate } from '../isolate.js'
import { createPool, killLimitsOf, type Pool, WorkerDeath } from '../pool.js'
import type { ScoringError } from '../score-chunk.js'
import type { ScorerOptions } from '../scorer.js'
import { loadTaskOptions, workerDataOf } from '../task-options.js'
import { answer, answerContextOf, join, readPart, writePart } from './answer.js'
import { createLimiter } from './limiter.js'
import { createQuickAnswers } from './quick-requests.js'
import { answerOne, answerTogether } from './small-requests.js'
import {
  type Answer,
  FAILED,
  GONE,
  type PartBytes,
  refusal,
  type ServiceData,
  type Split,
  type WireRequest,
  type WrittenPart,
} from './wire.js'

/** Where requests are answered once their bodies are in. */
export interface Desk {
  /** @param isWanted whether the client still waits; asked before work begins that had to wait */
  readonly answer: (request: WireRequest, isWanted: () => boolean) => Promise<Answer>
  /** Resolves when every worker has started. */
  readonly warm: () => Promise<void>
  readonly replacedWorkers: () => number
  /** Waits for the requests at hand, for at most this time; those left over are refused with 503. */
  readonly close: (milliseconds: number) => Promise<void>
}

/**
 * A desk with worker threads. What one client asks for does not hold up the others:
 *
 * - Short requests with a verifier of ours are answered at once, in this thread.
 * - Other small requests that arrive together are answered together, by workers of their own.
 * - A large body is read by other workers, which the system's scheduler puts behind those where it can.
 * - A request of many rollouts is scored in small parts, by these other workers, in turn with other such requests.
 */
export function createDesk(
  options: ScorerOptions & { readonly workers: number },
  service: ServiceData,
): Desk {
  if (options.workers === 0) return deskInThisThread(options, service)
  const { workers } = options
  const newPool = (isBackground: boolean) => {
    const workerData = { ...workerDataOf(options), service, isBackground }
    // One more in front: where a small request never ends, the others still have a worker.
    const threads = isBackground ? workers : workers + 1
    return createPool('score-worker.cjs', threads, workerData, killLimitsOf(options))
  }
  const [front, back] = [newPool(false), newPool(true)]
  const pools = [front, back]
  const bulk = createLimiter(workers)
  let closed = false
  const answerQuick = createQuickAnswers(options, service)
  const answerSmall = answerTogether(front)

  return {
    answer: async (request, isWanted) => {
      try {
        const quick = closed ? undefined : answerQuick(request)
        if (quick !== undefined) return quick
        const reply =
          typeof request.body === 'string'
            ? await answerSmall(request)
            : await bulk(async () => (isWanted() ? await answerLarge(back, request) : GONE))
        if (!('parts' in reply)) return reply
        // The only part of a small request does not wait behind those of large ones.
        if (typeof request.body === 'string' && reply.parts.length === 1)
          return join(reply, [await writeAll(front, reply, reply.parts[0]!)])
        const parts = await Promise.all(
          reply.parts.map((part) => bulk(() => (isWanted() ? writeAll(back, reply, part) : undefined))),
        )
        if (!parts.every((part) => part !== undefined)) return GONE
        return await bulk(() => joinAll(back, reply, parts))
      } catch (error) {
        if (closed) return CLOSING
        if (error instanceof WorkerDeath) return FAILED(error.message)
        throw error
      }
    },
    warm: async () => {
      const meet = (pool: Pool) => {
        const arrived = new Int32Array(new SharedArrayBuffer(4))
        const task = { arrived, threads: pool.threads, milliseconds: 10_000 }
        return Array.from({ length: pool.threads }, () => pool.run('meet', () => task))
      }
      await Promise.allSettled(pools.flatMap(meet))
    },
    replacedWorkers: () => front.replaced() + back.replaced(),
    close: async (milliseconds) => {
      const late = setTimeout(() => {
        closed = true
      }, milliseconds)
      await Promise.all(pools.map((pool) => pool.close(milliseconds)))
      clearTimeout(late)
    },
  }
}

const CLOSING = refusal(503, 'The service is closing, and could not finish this request in time.', {
  'retry-after': '1',
})

const answerLarge = (pool: Pool, request: WireRequest): Promise<Answer | Split> =>
  isolate<Answer | Split, Answer | Split>(
    async (known) => known.get(0) ?? (await answerOne(pool, request)),
    () => answerOne(pool, request),
    FAILED,
  )

const writeAll = (pool: Pool, { form }: Split, part: PartBytes): Promise<WrittenPart> =>
  isolate<Either<ScoringError, Verdict>, WrittenPart>(
    (known) => pool.run('writeInWorker', (progress) => ({ form, part, known, progress })),
    (position) => pool.run('scoreOneInWorker', (progress) => ({ part, position, progress })),
    (message) => left(workerFailed(message)),
  )

function joinAll(pool: Pool, { parts: _, ...split }: Split, parts: readonly WrittenPart[]): Promise<Answer> {
  return pool.run('joinInWorker', (progress) => ({ split, parts, progress }))
}

/** Without workers everything is done where the requests arrive, and nothing guards the others against one of them. */
function deskInThisThread(options: ScorerOptions, service: ServiceData): Desk {
  const context = answerContextOf(service, loadTaskOptions(options))
  return {
    answer: async (request) => {
      const reply = answer(request, await context)
      if (!('parts' in reply)) return reply
      const { form, parts } = reply
      const known = new Map()
      const written: WrittenPart[] = []
      for (const part of parts) written.push(writePart(form, readPart(part), known, await context, () => {}))
      return join(reply, written)
    },
    warm: async () => void (await context),
    replacedWorkers: () => 0,
    close: async () => {},
  }
}
