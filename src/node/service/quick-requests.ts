import type { ScorerOptions } from '../scorer.js'
import { loadTaskOptions } from '../task-options.js'
import { type AnswerContext, answer, answerContextOf } from './answer.js'
import type { Answer, ServiceData, WireRequest } from './wire.js'

/**
 * Answers short requests of one rollout in the thread that they arrive in: to hand one to another thread and back takes longer
 * than its verdict, and where all cores are taken both threads wait for one. What may take long is left to workers:
 *
 * - Verifiers of the caller, which may do anything.
 * - Long requests, and those with a long record: the work of our own verifiers is bounded by the length of their texts.
 * - Whatever comes in a turn of the event loop that has worked on such requests for 4 ms.
 * - After a request that took 4 ms or more, for fifty times as long as it took, what is longer than half of it, or than 4 KiB:
 *   however clients choose their requests, slow ones take a fiftieth of this thread.
 * - What is refused: a worker says why.
 *
 * Time decides where a request is answered, and never what the answer is.
 *
 * @returns undefined for a request that a worker is to answer
 */
export function createQuickAnswers(
  options: ScorerOptions,
  service: ServiceData,
): (request: WireRequest) => Answer | undefined {
  if (options.taskOptionsModule !== undefined) return () => undefined
  let context: AnswerContext | undefined
  void answerContextOf(service, loadTaskOptions(options), LONGEST).then((loaded) => {
    context = loaded
  })
  let closedUntil = 0
  let longestThen = 0
  let spentInTurn = 0
  const nextTurn = () => {
    spentInTurn = 0
  }
  return (request) => {
    if (context === undefined || typeof request.body !== 'string' || !QUICK_ROUTES.has(request.route))
      return undefined
    const bytes = Buffer.byteLength(request.body)
    const start = performance.now()
    const longest = start < closedUntil ? longestThen : LONGEST
    if (bytes > longest || spentInTurn > MOST_OF_A_TURN_MS) return undefined
    if (spentInTurn === 0) setImmediate(nextTurn)
    const reply = answer(request, context)
    const took = performance.now() - start
    spentInTurn += took
    if (took > SLOW_MS) {
      closedUntil = Math.max(closedUntil, start + took * 50)
      longestThen = Math.min(SHORT, bytes / 2)
    }
    return 'parts' in reply || reply.status !== 200 ? undefined : reply
  }
}

/** UTF-8 bytes of a request, and of a record. */
const LONGEST = 1 << 14

/** UTF-8 bytes of a request that takes a millisecond at most, but for mathematics. */
const SHORT = 1 << 12

const QUICK_ROUTES: ReadonlySet<string> = new Set(['/slime', '/verify', '/v1/score'])

const MOST_OF_A_TURN_MS = 4
const SLOW_MS = 4
