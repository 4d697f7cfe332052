import { runTool } from './tool.js'

/** What the installed binding says of itself, after one addition on it. */
export interface Found {
  readonly sum: number
  readonly tensorflow: string
  readonly isGpu: boolean
}

/** Adds 1 and 2 on the installed package, in a process of its own: TensorFlow cannot be unloaded. */
export async function tryAddition(packageFolder: string): Promise<Found> {
  const output = await runTool(
    [process.execPath, ...process.execArgv, '-e', PROGRAM, packageFolder],
    { missing: 'Node is not to be found.', failed: 'The binding was built, but an addition on it failed' },
    { env: { ...process.env, TF_FORCE_GPU_ALLOW_GROWTH: 'true', TF_CPP_MIN_LOG_LEVEL: '3' } },
  )
  return JSON.parse(output.trim().split('\n').at(-1)!) as Found
}

const PROGRAM = `
const tf = require(process.argv[1])
tf.ready().then(() => {
  const { binding, isUsingGpuDevice } = tf.engine().registry.tensorflow
  const sum = tf.tidy(() => tf.add(tf.scalar(1), tf.scalar(2)).dataSync()[0])
  console.log(JSON.stringify({ sum, tensorflow: binding.TF_Version, isGpu: isUsingGpuDevice }))
})
`

/** The GPUs that NVIDIA's driver names, a line each; empty without a driver. */
export async function driverGpus(): Promise<readonly string[]> {
  try {
    const listed = await runTool(['nvidia-smi', '-L'], { missing: 'no driver', failed: 'no driver' })
    return listed.trim().split('\n')
  } catch {
    return []
  }
}
