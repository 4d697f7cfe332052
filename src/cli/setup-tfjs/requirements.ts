import { runTool, SetupFailed } from './tool.js'

/** What has to be on the machine before anything is downloaded. */
export interface Machine {
  readonly platform: string
  readonly arch: string
  readonly nodeVersion: string
  /** `util.isNullOrUndefined`, which tfjs-node-gpu calls and Node 23 has removed. */
  readonly hasIsNullOrUndefined: boolean
}

/** @throws SetupFailed with one sentence for the first thing that is missing. */
export async function checkRequirements(machine: Machine, python: string, compiler: string): Promise<void> {
  const { platform, arch, nodeVersion, hasIsNullOrUndefined } = machine
  if (platform !== 'linux' || arch !== 'x64') {
    throw new SetupFailed(
      `The pinned TensorFlow wheels are for Linux on x86-64; this is ${platform} on ${arch}. The wasm backend runs here.`,
    )
  }
  if (!hasIsNullOrUndefined) {
    throw new SetupFailed(
      `@tensorflow/tfjs-node-gpu 4.22.0 calls util.isNullOrUndefined, which Node ${nodeVersion} lacks: use Node 20 or 22.`,
    )
  }
  await runTool([python, '-c', 'import sys; sys.exit(sys.version_info < (3, 8))'], {
    missing: `There is no ${python} here: install Python 3.8 or newer with pip, or name it with --python.`,
    failed: `${python} is older than Python 3.8`,
  })
  await runTool([python, '-m', 'pip', '--version'], {
    missing: `There is no ${python} here.`,
    failed: `${python} has no pip (Debian: apt-get install python3-pip)`,
  })
  await runTool([compiler, '--version'], {
    missing: `There is no C++ compiler ${compiler} here: install g++ (Debian: apt-get install g++), or name one with --compiler.`,
    failed: `${compiler} does not run`,
  })
}
