/**
 * The parts of the host that the wasm backend uses. TypeScript declares them together with the whole DOM, which this
 * library does not assume; Node, Bun, Deno, browsers and workers all have them.
 */

/** A worker thread of any host. */
export interface WorkerThread {
  readonly post: (message: unknown) => void
  /** Keeps the process alive until `release`. */
  readonly hold: () => void
  readonly release: () => void
  readonly terminate: () => Promise<unknown>
}

export interface WorkerListeners {
  readonly message: (message: unknown) => void
  /** The worker ended without being told to. */
  readonly failure: (reason: string) => void
}

/** Whether memory can be shared with workers: always in Node, Bun and Deno, in pages only when cross-origin isolated. */
export const canShareMemory = (): boolean =>
  typeof SharedArrayBuffer === 'function' &&
  (globalThis as { crossOriginIsolated?: boolean }).crossOriginIsolated !== false &&
  (nodeWorkers() !== undefined || 'Worker' in globalThis)

/** Starts a worker on source text: a `worker_threads` one where the host has them, else a web worker. */
export function startWorker(source: string, listeners: WorkerListeners): WorkerThread {
  const workers = nodeWorkers()
  return workers === undefined
    ? startWebWorker(source, listeners)
    : startNodeWorker(workers, source, listeners)
}

interface NodeWorker {
  on(event: 'message', listener: (message: unknown) => void): void
  on(event: 'error', listener: (error: unknown) => void): void
  on(event: 'exit', listener: (code: number) => void): void
  postMessage(message: unknown): void
  ref(): void
  unref(): void
  terminate(): Promise<unknown>
}

interface NodeWorkers {
  readonly Worker: new (source: string, options: { readonly eval: true }) => NodeWorker
}

/** Through `process` rather than an import, so that bundlers for browsers have nothing to resolve. */
function nodeWorkers(): NodeWorkers | undefined {
  const { process } = globalThis as { process?: { getBuiltinModule?: (name: string) => unknown } }
  return process?.getBuiltinModule?.('node:worker_threads') as NodeWorkers | undefined
}

function startNodeWorker(
  { Worker }: NodeWorkers,
  source: string,
  { message, failure }: WorkerListeners,
): WorkerThread {
  const prologue = "globalThis.parentPort = require('node:worker_threads').parentPort;"
  const worker = new Worker(prologue + source, { eval: true })
  worker.on('message', message)
  worker.on('error', (error) => failure(String(error)))
  worker.on('exit', (code) => failure(`a worker ended with code ${code}`))
  worker.unref()
  return {
    post: (sent) => worker.postMessage(sent),
    hold: () => worker.ref(),
    release: () => worker.unref(),
    terminate: () => worker.terminate(),
  }
}

interface WebWorker {
  onmessage: ((event: { readonly data: unknown }) => void) | null
  onerror: ((event: { readonly message?: string }) => void) | null
  postMessage(message: unknown): void
  terminate(): void
}

interface WebHost {
  readonly Worker: new (url: string) => WebWorker
  readonly Blob: new (parts: readonly string[], options: { readonly type: string }) => object
  readonly URL: { createObjectURL(blob: object): string; revokeObjectURL(url: string): void }
}

function startWebWorker(source: string, { message, failure }: WorkerListeners): WorkerThread {
  const host = globalThis as unknown as WebHost
  const url = host.URL.createObjectURL(new host.Blob([source], { type: 'text/javascript' }))
  const worker = new host.Worker(url)
  worker.onmessage = ({ data }) => message(data)
  worker.onerror = (event) => failure(event.message ?? 'a worker failed')
  return {
    post: (sent) => worker.postMessage(sent),
    hold: () => undefined,
    release: () => undefined,
    terminate: async () => {
      worker.terminate()
      host.URL.revokeObjectURL(url)
    },
  }
}
