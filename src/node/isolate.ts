import { WorkerDeath } from './pool.js'

/** The results that are known already, by the number of their part: a worker skips these parts. */
export type Known<Result> = ReadonlyMap<number, Result>

/**
 * Runs a task of many parts, some of which may crash the worker. The part that a worker was working on when it died runs once
 * more, alone. If that worker dies as well, or the first one was ended by the time limit, the part gets the result of `failed`.
 * Then the task runs again without it.
 *
 * Rejects with `WorkerDeath` when workers die repeatedly before they begin with a part.
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
