/**
 * What TensorFlow reads from the environment once, when its library loads: how it takes GPU memory, and which GPUs it sees.
 */
export interface CudaSettings {
  /**
   * Take GPU memory as it is needed (`TF_FORCE_GPU_ALLOW_GROWTH`). Without it TensorFlow takes nearly all of it at once.
   * Default: true, or what the environment says.
   */
  readonly memoryGrowth?: boolean
  /**
   * The GPU to compute on: CUDA's index from 0, or a UUID as `nvidia-smi -L` prints it (`CUDA_VISIBLE_DEVICES`). One GPU: with
   * several, tfjs-node-gpu copies tensors to the last one and runs its operations on the first. Default: the first of those
   * that the environment names, else GPU 0.
   */
  readonly device?: number | string
}

/** The parts of Node that settings depend on; a test hands in its own. */
export interface NodeProcess {
  readonly env: Record<string, string | undefined>
  /** In a worker thread `env` is a copy, which the library never sees. */
  readonly isMainThread: boolean
  /** Whether the native part of tfjs-node-gpu has been loaded already. */
  readonly isLoaded: boolean
}

/**
 * Writes the settings into the environment, before the library loads.
 *
 * @returns why they cannot take effect; undefined when they do. Defaults that come too late are passed over: whoever loaded
 * the library has decided.
 */
export function applyCudaSettings(settings: CudaSettings, node: NodeProcess): string | undefined {
  const { env } = node
  const wanted: Readonly<Record<string, string>> = {
    TF_FORCE_GPU_ALLOW_GROWTH: String(settings.memoryGrowth ?? env.TF_FORCE_GPU_ALLOW_GROWTH !== 'false'),
    CUDA_VISIBLE_DEVICES: String(settings.device ?? env.CUDA_VISIBLE_DEVICES?.split(',')[0] ?? 0),
  }
  const isAsked: Readonly<Record<string, boolean>> = {
    TF_FORCE_GPU_ALLOW_GROWTH: settings.memoryGrowth !== undefined,
    CUDA_VISIBLE_DEVICES: settings.device !== undefined,
  }
  for (const [name, value] of Object.entries(wanted)) {
    if (env[name] === value) continue
    if (node.isLoaded || !node.isMainThread) {
      if (!isAsked[name]) continue
      return node.isLoaded
        ? `TensorFlow was loaded before with ${name}=${env[name] ?? '(unset)'}, and ${name}=${value} comes too late`
        : `a worker thread cannot set ${name}=${value} for TensorFlow: set it in the environment of the process`
    }
    env[name] = value
  }
  return undefined
}
