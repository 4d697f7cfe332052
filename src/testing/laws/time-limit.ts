/** A call was stopped because it took longer than its limit. */
export class TimeLimitExceeded extends Error {
  override readonly name = 'TimeLimitExceeded'
  constructor(readonly milliseconds: number) {
    super(`no result within ${milliseconds} ms; the call was stopped`)
  }
}

interface VmModule {
  createContext(sandbox: object): object
  Script: new (code: string) => { runInContext(context: object, options: { timeout: number }): unknown }
}

/**
 * Runs `work` and stops it after `milliseconds`, even inside a loop or a regular expression that never ends: node:vm's
 * timeout terminates whatever JavaScript runs on this thread, closures of this realm included. Where node:vm is missing
 * (browsers) the work runs to its end, and is reported when it was too slow.
 *
 * @throws TimeLimitExceeded, and whatever `work` throws.
 */
export function withinLimit<Result>(milliseconds: number, work: () => Result): Result {
  if (!Number.isFinite(milliseconds)) return work()
  stopper ??= createStopper()
  return stopper(milliseconds, work) as Result
}

type Stopper = (milliseconds: number, work: () => unknown) => unknown

let stopper: Stopper | undefined

function createStopper(): Stopper {
  const { process } = globalThis as { process?: { getBuiltinModule?: (name: string) => unknown } }
  const vm = process?.getBuiltinModule?.('node:vm') as VmModule | undefined
  if (vm === undefined) return afterTheFact
  const sandbox: { work?: () => unknown } = {}
  const context = vm.createContext(sandbox)
  const script = new vm.Script('work()')
  return (milliseconds, work) => {
    const outer = sandbox.work
    sandbox.work = work
    try {
      return script.runInContext(context, { timeout: Math.max(1, Math.ceil(milliseconds)) })
    } catch (error) {
      if ((error as { code?: unknown } | undefined)?.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT')
        throw new TimeLimitExceeded(milliseconds)
      throw error
    } finally {
      if (outer === undefined) delete sandbox.work
      else sandbox.work = outer
    }
  }
}

const afterTheFact: Stopper = (milliseconds, work) => {
  const start = performance.now()
  const result = work()
  if (performance.now() - start > milliseconds) throw new TimeLimitExceeded(milliseconds)
  return result
}

/** The same for a promise: rejects where it has not settled in time. Its synchronous part is stopped as by `withinLimit`. */
export async function withinLimitAsync<Result>(
  milliseconds: number,
  work: () => Promise<Result>,
): Promise<Result> {
  const promise = withinLimit(milliseconds, work)
  if (!Number.isFinite(milliseconds)) return promise
  let timer: ReturnType<typeof setTimeout> | undefined
  const alarm = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TimeLimitExceeded(milliseconds)), milliseconds)
  })
  try {
    return await Promise.race([promise, alarm])
  } finally {
    clearTimeout(timer)
  }
}
