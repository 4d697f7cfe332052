import { Piscina } from 'piscina'
import { ownThread, waitedForCore } from './thread-waits.js'
import { workerFile } from './worker-file.js'

/** How long and how large one rollout may become before the pool ends its worker. Neither is ever part of a verdict. */
export interface KillLimits {
  /** Milliseconds that one rollout may take; on Linux without those in which its thread waits for a core. Default 30000. */
  readonly rolloutTimeout?: number
  /** Bytes that the process may grow by while a rollout is scored. Default 1073741824 (1 GiB). */
  readonly rolloutMemory?: number
}

export const killLimitsOf = ({
  rolloutTimeout = 30_000,
  rolloutMemory = 2 ** 30,
}: KillLimits): Required<KillLimits> => ({ rolloutTimeout, rolloutMemory })

/**
 * What a worker is handed beside its task: one number, where it writes which part of the task it is at, one where it reads
 * whether that part shall be its last, and one where it writes which thread it is.
 */
export type Progress = Int32Array<SharedArrayBuffer>

const WAITING = 0
const STARTED = 1
/** Values from here on are parts, counted from 0. */
const FIRST_PART = 2

/** For the worker: it took the task, and loads what it needs. */
export const reportStart = (progress: Progress): void => report(progress, STARTED)

/** For the worker: it begins with a part of the task. */
export const reportPart = (progress: Progress, part: number): void => report(progress, FIRST_PART + part)

let thread: number | undefined
function report(progress: Progress, at: number): void {
  thread ??= ownThread()
  Atomics.store(progress, 2, thread)
  Atomics.store(progress, 0, at)
}

/** For the thread that gave the task: the worker shall not start further parts. */
export const endAfterThisPart = (progress: Progress): void => void Atomics.store(progress, 1, 1)

/** For the worker, between two parts. */
export const shallEnd = (progress: Progress): boolean => Atomics.load(progress, 1) === 1

/** Why a task has no result: its worker died, or was ended by the pool. */
export class WorkerDeath extends Error {
  constructor(
    message: string,
    /** The part that the worker was at; undefined when it had begun with none. */
    readonly part: number | undefined,
    /** Whether there is no point in trying again. */
    readonly isFinal: boolean,
  ) {
    super(message)
  }
}

/** What a pool says to new tasks once it is closed. */
export const SCORER_CLOSED = 'The scorer is closed.'

type OnSlow = (part: number, progress: Progress) => void

/** Worker threads for tasks that may never end, take all memory, or end their thread. */
export interface Pool {
  /**
   * Runs the function `name` of the worker file on a task.
   * Rejects with `WorkerDeath` when the worker dies over it, and with the signal's reason when it is aborted.
   *
   * @param onSlow is called each time that the worker stays at a part for more than 50 ms
   */
  readonly run: <Result>(
    name: string,
    makeTask: (progress: Progress) => unknown,
    signal?: AbortSignal,
    onSlow?: OnSlow,
  ) => Promise<Result>
  readonly threads: number
  /** Workers that died and were replaced, so far. */
  readonly replaced: () => number
  /** Refuses new tasks, waits for those at hand for at most this time, and ends the workers. */
  readonly close: (milliseconds: number) => Promise<void>
}

/** @param file the file of the worker, beside this one in the package */
export function createPool(
  file: string,
  threads: number,
  workerData: object,
  limits: Required<KillLimits>,
): Pool {
  const pool = new Piscina({
    filename: workerFile(file),
    minThreads: threads,
    maxThreads: threads,
    // The pool ends workers over memory by `rolloutMemory`. V8's own limit lies higher: reached by one large array, it ends
    // the whole process. What a worker makes is short-lived; the default nursery of 48 MB a thread is memory for nothing.
    resourceLimits: { maxOldGenerationSizeMb: V8_HEAP_MB, maxYoungGenerationSizeMb: 12 },
    workerData,
  })
  let closed = false
  let replaced = 0
  let deathsInARow = 0
  const diesAtOnce = () => deathsInARow > MOST_DEATHS_IN_A_ROW * threads
  pool.on('workerDestroy', () => {
    if (closed) return
    replaced++
    deathsInARow++
    // Workers that fail at start would be replaced without end: after too many the waiting tasks fail.
    if (diesAtOnce()) void pool.destroy()
    // The pool does not replace a worker that dies while starting. A task makes it start one.
    else
      setImmediate(
        () => pool.threads.length < threads && pool.run(undefined, { name: 'idle' }).catch(() => {}),
      )
  })
  // A worker that dies while idle has lost nothing.
  pool.on('error', () => {})

  const watch = watchLimits(limits)
  const atHand = new Set<Promise<unknown>>()

  async function run<Result>(
    name: string,
    makeTask: (progress: Progress) => unknown,
    signal?: AbortSignal,
    onSlow?: OnSlow,
  ): Promise<Result> {
    signal?.throwIfAborted()
    if (closed) throw new Error(SCORER_CLOSED)
    if (diesAtOnce()) throw new WorkerDeath('the workers die as soon as they start', undefined, true)
    const progress: Progress = new Int32Array(new SharedArrayBuffer(12))
    const watched = watch.add(progress, onSlow)
    // A signal of its own for each run: the pool leaves its listener on it.
    const stop = signal === undefined ? watched.signal : AbortSignal.any([signal, watched.signal])
    try {
      const result = await pool.run(makeTask(progress), { name, signal: stop })
      deathsInARow = 0
      return result
    } catch (error) {
      signal?.throwIfAborted()
      if (closed) throw new WorkerDeath('the scorer was closed', undefined, true)
      const at = Atomics.load(progress, 0)
      const part = at < FIRST_PART ? undefined : at - FIRST_PART
      const killed = watched.killed()
      const message = killed?.message ?? (error instanceof Error ? error.message : String(error))
      throw new WorkerDeath(message, part, killed?.isFinal ?? false)
    } finally {
      watched.done()
    }
  }

  return {
    threads,
    replaced: () => replaced,
    run: (...task) => {
      const result = run<never>(...task)
      atHand.add(result)
      result.then(
        () => atHand.delete(result),
        () => atHand.delete(result),
      )
      return result
    },
    close: async (milliseconds) => {
      closed = true
      await within(milliseconds, Promise.allSettled(atHand))
      await pool.destroy()
    },
  }
}

/** Waits for what is at hand, for a time at most. */
export async function within(milliseconds: number, atHand: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise((resolve) => {
    timer = setTimeout(resolve, milliseconds)
  })
  await Promise.race([atHand, late])
  clearTimeout(timer)
}

const V8_HEAP_MB = 4096

const MOST_DEATHS_IN_A_ROW = 50

interface Watched {
  readonly signal: AbortSignal
  readonly killed: () => { readonly message: string; readonly isFinal: boolean } | undefined
  readonly done: () => void
}

/** Looks at the tasks that are at work, again and again, and ends those that stay at one part for too long or grow too much. */
function watchLimits({ rolloutTimeout, rolloutMemory }: Required<KillLimits>): {
  readonly add: (progress: Progress, onSlow?: OnSlow) => Watched
} {
  interface Task {
    readonly progress: Progress
    at: number
    /** Since the part was first seen. */
    milliseconds: number
    /** What the thread had waited for a core when the part was first seen. A busy machine is no reason to end a worker. */
    waited: number
    /** Resident memory of the process when the part was first seen. */
    memory: number
    readonly onSlow: OnSlow | undefined
    readonly kill: (message: string, isFinal: boolean) => void
  }
  const tasks = new Set<Task>()
  let timer: NodeJS.Timeout | undefined
  let lastLook = 0

  const look = () => {
    const now = performance.now()
    // A process that was stopped for a while has not worked on anything meanwhile.
    const passed = Math.min(now - lastLook, LONGEST_BETWEEN_LOOKS_MS)
    lastLook = now
    const memory = process.memoryUsage.rss()
    for (const task of tasks) {
      const at = Atomics.load(task.progress, 0)
      if (at === WAITING) continue
      const waited = waitedForCore(Atomics.load(task.progress, 2))
      if (at !== task.at) {
        Object.assign(task, { at, milliseconds: 0, waited, memory })
        continue
      }
      const wasSlow = task.milliseconds >= LOOK_EVERY_MS
      task.milliseconds += passed
      if (!wasSlow && task.milliseconds >= LOOK_EVERY_MS && at >= FIRST_PART)
        task.onSlow?.(at - FIRST_PART, task.progress)
      if (task.milliseconds - (waited - task.waited) > rolloutTimeout)
        task.kill(`it took more than ${rolloutTimeout} ms`, true)
      else if (memory - task.memory > rolloutMemory) {
        task.kill(`it took more than ${rolloutMemory} bytes of memory`, false)
      }
    }
  }

  return {
    add: (progress, onSlow) => {
      const abort = new AbortController()
      let killed: ReturnType<Watched['killed']>
      const task: Task = {
        progress,
        at: WAITING,
        milliseconds: 0,
        waited: 0,
        memory: 0,
        onSlow,
        kill: (message, isFinal) => {
          killed = { message, isFinal }
          tasks.delete(task)
          abort.abort()
        },
      }
      tasks.add(task)
      if (timer === undefined) {
        lastLook = performance.now()
        timer = setInterval(look, LOOK_EVERY_MS).unref()
      }
      return {
        signal: abort.signal,
        killed: () => killed,
        done: () => {
          tasks.delete(task)
          if (tasks.size > 0) return
          clearInterval(timer)
          timer = undefined
        },
      }
    },
  }
}

const LOOK_EVERY_MS = 50

/** More time than this between two looks, and the process was stopped. */
const LONGEST_BETWEEN_LOOKS_MS = 1000
