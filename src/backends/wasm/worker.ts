/**
 * What a worker thread runs: its own instance of the kernels, and tiles of the jobs it is sent, in the order of arrival.
 * Bundled into `worker-source.ts` by build-kernels.ts, so that no host has to find a file.
 */
import type { CompiledModule } from '../../losses/wasm/web-assembly.js'
import { instantiate, type Kernels } from './kernels.js'
import type { LossJob } from './loss-job.js'
import { runTiles } from './run-tiles.js'

/** To the worker: the kernels once, then jobs. */
export type WorkerRequest =
  | { readonly module: CompiledModule }
  | { readonly id: number; readonly job: LossJob; readonly first: number; readonly last: number }

/** From the worker: a job is done, or why not. */
export interface WorkerReply {
  readonly id: number
  readonly error?: string
}

interface Port {
  postMessage(reply: WorkerReply): void
  onmessage?: ((event: { readonly data: WorkerRequest }) => void) | null
  on?(event: 'message', listener: (request: WorkerRequest) => void): void
}

let kernels: Kernels | undefined

function answer(port: Port, request: WorkerRequest): void {
  if ('module' in request) {
    kernels = instantiate(request.module)
    return
  }
  const { id, job, first, last } = request
  try {
    runTiles(kernels!, job, first, last)
    port.postMessage({ id })
  } catch (error) {
    port.postMessage({ id, error: String(error) })
  }
}

const port = (globalThis as { parentPort?: Port }).parentPort ?? (globalThis as unknown as Port)
if (port.on !== undefined) port.on('message', (request) => answer(port, request))
else port.onmessage = ({ data }) => answer(port, data)
