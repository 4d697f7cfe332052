import { WorkerDeath } from './pool.js'

/** The parts of a task whose results are known already, by their number: a worker passes them over. */
export type Known<Result> = ReadonlyMap<number, Result>

/**
 * Runs a task of many parts although some of them end every worker that touches them. The part that a worker was at when it
 * died runs alone once more; when that worker dies too (or the first one was ended by a limit of time), the part gets the
 * result `failed` makes of it. Then the task runs again without it.
 *
 * Rejects with `WorkerDeath` when workers die again and again before they begin with a part.
 */
export async function isolate<PartResult, Result>(
  runAll: (known: Known<PartResult>) => Promise<Result>,
  runAlone: (part: number) => Promise<PartResult>,
  failed: (message: string) => PartResult,
): Promise<Result> {
  const known = new Map<number, PartResult>()
  for (let early = 0; ; ) {
    try {
      return await runAll(known)
    } catch (error) {
      if (!(error instanceof WorkerDeath)) throw error
      const { part, isFinal, message } = error
      if (part === undefined) {
        if (isFinal || ++early === MOST_EARLY_DEATHS) throw error
        continue
      }
      early = 0
      known.set(part, isFinal ? failed(message) : await runAlone(part).catch(afterDeath(failed)))
    }
  }
}

const afterDeath =
  <PartResult>(failed: (message: string) => PartResult) =>
  (error: unknown): PartResult => {
    if (error instanceof WorkerDeath) return failed(error.message)
    throw error
  }

const MOST_EARLY_DEATHS = 3
