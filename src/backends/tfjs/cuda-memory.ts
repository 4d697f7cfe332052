import { BLOCK, TOKENS_AT_A_TIME } from './token-blocks.js'

/**
 * Most bytes of device memory that a loss graph holds per token at once: its inputs, and every intermediate of the costliest
 * kind with a KL term, which are freed when the graph is done. Measured: `test/tfjs-node/memory.test.ts` fails above it.
 */
export const BYTES_PER_TOKEN = 400

/** How many tokens a graph may take, so that it fits in half of `freeBytes`. At least one block; at most as many as any device takes. */
export const tokensThatFit = (freeBytes: number): number =>
  Math.min(TOKENS_AT_A_TIME, Math.max(BLOCK, Math.floor(freeBytes / 2 / BYTES_PER_TOKEN)))

/** The free memory of a GPU in bytes, by NVIDIA's own tool; undefined where it does not answer. */
export async function freeGpuBytes(device: string): Promise<number | undefined> {
  const { execFile } = process.getBuiltinModule('node:child_process')
  const query = ['--query-gpu=memory.free', '--format=csv,noheader,nounits', `--id=${device}`]
  return new Promise((resolve) => {
    execFile('nvidia-smi', query, { timeout: 5000 }, (error, stdout) => {
      const mebibytes = Number.parseFloat(stdout)
      resolve(error === null && mebibytes > 0 ? mebibytes * 2 ** 20 : undefined)
    })
  })
}
