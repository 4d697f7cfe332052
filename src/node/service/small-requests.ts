import { isolate, type Known } from '../isolate.js'
import { endAfterThisPart, type Pool, type Progress } from '../pool.js'
import { type Answer, FAILED, GONE, SMALL, type Split, type WireRequest } from './wire.js'

interface Waiting {
  readonly request: WireRequest
  readonly resolve: (answer: Answer | Split) => void
  readonly reject: (error: unknown) => void
}

/**
 * Hands over requests in groups: a message to a thread costs more than a verdict. Those that arrive in the same turn of the
 * event loop go together; while a group is at work, those that arrive meanwhile, which wait for a millisecond at most.
 */
export function answerTogether(pool: Pool): (request: WireRequest) => Promise<Answer | Split> {
  let waiting: Waiting[] = []
  let groupsAtWork = 0
  let late: NodeJS.Timeout | undefined
  const handOver = () => {
    clearTimeout(late)
    while (waiting.length > 0) {
      const group = waiting.slice(0, groupSize(waiting))
      waiting = waiting.slice(group.length)
      groupsAtWork++
      answerGroup(pool, group, () => {
        groupsAtWork--
        if (groupsAtWork === 0) handOver()
      })
    }
  }
  return (request) =>
    new Promise((resolve, reject) => {
      waiting.push({ request, resolve, reject })
      if (waiting.length > 1) return
      if (groupsAtWork === 0) setImmediate(handOver)
      else late = setTimeout(handOver, LONGEST_WAIT_MS)
    })
}

const LONGEST_WAIT_MS = 1

/** How many of the first requests go together: until their texts are as long as that of one large request. */
function groupSize(requests: readonly Waiting[]): number {
  let length = 0
  for (let size = 0; size < requests.length; size++) {
    length += (requests[size]!.request.body as string).length
    if (size === MOST_REQUESTS_OF_A_GROUP || (size > 0 && length > SMALL)) return size
  }
  return requests.length
}

const MOST_REQUESTS_OF_A_GROUP = 16

/**
 * Answers requests one after the other in one worker. Where it stays at one of them, the others are taken back and handed to
 * another worker: whatever a request is, it keeps its neighbours waiting for a tenth of a second at most.
 *
 * @param goOn is called once, when the group is answered or takes long
 */
function answerGroup(pool: Pool, group: readonly Waiting[], goOn: () => void): void {
  const requests = group.map(({ request }) => request)
  let own = group
  let isQuick = true
  const goOnOnce = () => {
    if (!isQuick) return
    isQuick = false
    goOn()
  }
  const takeOthersBack = (slow: number, progress: Progress) => {
    goOnOnce()
    if (own.length === 1) return
    own = [group[slow]!]
    endAfterThisPart(progress)
    const others = group.filter((_, i) => i !== slow)
    answerGroup(pool, others, () => {})
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
  isolate(run, (i) => answerOne(pool, requests[i]!), FAILED)
    .then(
      (answers) => {
        for (const [i, each] of group.entries()) if (own.includes(each)) each.resolve(answers[i]!)
      },
      (error) => {
        for (const { reject } of own) reject(error)
      },
    )
    .finally(goOnOnce)
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
