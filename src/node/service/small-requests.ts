import { isolate, type Known } from '../isolate.js'
import { endAfterThisPart, type Pool, type Progress } from '../pool.js'
import { type Answer, FAILED, GONE, SMALL, type Split, type WireRequest } from './wire.js'

interface Waiting {
  readonly request: WireRequest
  readonly resolve: (answer: Answer | Split) => void
  readonly reject: (error: unknown) => void
}

/**
 * Hands over the requests that arrive in the same turn of the event loop in groups: a message to a thread costs more than a
 * verdict.
 */
export function answerTogether(pool: Pool): (request: WireRequest) => Promise<Answer | Split> {
  let waiting: Waiting[] = []
  const handOver = () => {
    const all = waiting
    waiting = []
    for (const group of groupsOf(all)) answerGroup(pool, group)
  }
  return (request) =>
    new Promise((resolve, reject) => {
      if (waiting.length === 0) setImmediate(handOver)
      waiting.push({ request, resolve, reject })
    })
}

/** Neighbours, until there are enough of them or their texts are together as long as that of one large request. */
function groupsOf(requests: readonly Waiting[]): readonly (readonly Waiting[])[] {
  const groups: Waiting[][] = []
  let length = SMALL
  for (const each of requests) {
    const own = (each.request.body as string).length
    length += own
    const last = groups.at(-1)
    if (last !== undefined && length <= SMALL && last.length < MOST_REQUESTS_OF_A_GROUP) last.push(each)
    else {
      groups.push([each])
      length = own
    }
  }
  return groups
}

const MOST_REQUESTS_OF_A_GROUP = 16

/**
 * Answers requests one after the other in one worker. Where it stays at one of them, the others are taken back and handed to
 * another worker: whatever a request is, it keeps its neighbours waiting for a tenth of a second at most.
 */
function answerGroup(pool: Pool, group: readonly Waiting[]): void {
  const requests = group.map(({ request }) => request)
  let own = group
  const takeOthersBack = (slow: number, progress: Progress) => {
    if (own.length === 1) return
    own = [group[slow]!]
    endAfterThisPart(progress)
    answerGroup(
      pool,
      group.filter((_, i) => i !== slow),
    )
  }
  const run = (known: Known<Answer | Split>) =>
    pool.run<(Answer | Split | undefined)[]>(
      'answerInWorker',
      (progress) => {
        const others = group.flatMap((each, i) => (own.includes(each) ? [] : [[i, GONE] as const]))
        return { requests, known: new Map([...others, ...known]), progress }
      },
      undefined,
      takeOthersBack,
    )
  isolate(run, (i) => answerOne(pool, requests[i]!), FAILED).then(
    (answers) => {
      for (const [i, each] of group.entries()) if (own.includes(each)) each.resolve(answers[i]!)
    },
    (error) => {
      for (const { reject } of own) reject(error)
    },
  )
}

/** Answers one request in a worker that has nothing else to do meanwhile. */
export async function answerOne(pool: Pool, request: WireRequest): Promise<Answer | Split> {
  const requests = [request]
  const answers = await pool.run<(Answer | Split)[]>('answerInWorker', (progress) => ({
    ...{ requests, progress },
    known: new Map(),
  }))
  return answers[0]!
}
