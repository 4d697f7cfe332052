import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import util from 'node:util'
import type { Command } from 'commander'
import { EXIT } from '../exit-codes.js'
import { buildBinding, installPackage, TFJS_NODE_GPU, TFJS_NODE_GPU_VERSION } from './binding.js'
import { bringLibrary } from './library.js'
import { checkRequirements } from './requirements.js'
import { SetupFailed } from './tool.js'
import { driverGpus, tryAddition } from './try-addition.js'
import { NEWEST_TENSORFLOW, TENSORFLOW_WHEELS, tensorflowVersion } from './wheels.js'

interface SetupFlags {
  readonly tensorflow: string
  readonly gpu: boolean
  readonly directory: string
  readonly cache: string
  readonly python: string
  readonly compiler: string
}

/**
 * `golongrl setup-tfjs`: tfjs-node-gpu on a TensorFlow of today. The package's own install script downloads TensorFlow 2.9.1
 * for CUDA 11.2; this command takes the C library out of a wheel of the Python package index and compiles the package's
 * binding against it.
 */
export const setupTfjsCommand = (command: Command): Command =>
  command
    .option('--tensorflow <version>', 'version of TensorFlow', NEWEST_TENSORFLOW)
    .option('--gpu', 'the build for NVIDIA GPUs, with its CUDA 12 libraries (5 GB)', false)
    .option('--directory <folder>', 'the project to install it in', '.')
    .option('--cache <folder>', 'where the library is kept', join(cacheHome(), 'golongrl'))
    .option('--python <program>', 'a Python with pip', 'python3')
    .option('--compiler <program>', 'a C++ compiler', 'c++')
    .action(async (flags: SetupFlags) => {
      try {
        await setupTfjs(flags)
      } catch (error) {
        if (!(error instanceof SetupFailed)) throw error
        process.stderr.write(`${error.message}\n`)
        process.exitCode = EXIT.cannot
      }
    })

async function setupTfjs({ tensorflow, gpu, directory, cache, python, compiler }: SetupFlags): Promise<void> {
  const version = tensorflowVersion(tensorflow)
  if (version === undefined) {
    const known = Object.keys(TENSORFLOW_WHEELS).join(', ')
    throw new SetupFailed(
      `--tensorflow ${tensorflow}: no wheels are pinned for this version; there are some for ${known}.`,
    )
  }
  const { platform, arch, versions } = process
  const hasIsNullOrUndefined = 'isNullOrUndefined' in util
  await checkRequirements(
    { platform, arch, nodeVersion: versions.node, hasIsNullOrUndefined },
    python,
    compiler,
  )

  const folder = await step(`${TFJS_NODE_GPU} ${TFJS_NODE_GPU_VERSION}`, () =>
    installPackage(resolve(directory)),
  )
  const build = gpu ? 'gpu' : 'cpu'
  const library = join(resolve(cache), `tensorflow-${version}-${build}`)
  const wheels = TENSORFLOW_WHEELS[version]![build]
  await step(`TensorFlow ${version}, ${build} build, in ${library}`, () =>
    bringLibrary(library, wheels, python),
  )
  const binding = await step('its binding', () => buildBinding(folder, library, compiler))
  const found = await step('1 + 2 on it', () => tryAddition(folder))

  if (found.sum !== 3) throw new SetupFailed(`1 + 2 is ${found.sum} on this binding: it cannot be used.`)
  const gpus = await driverGpus()
  const devices = found.isGpu ? `GPU${gpus.length === 0 ? '' : ` (${gpus.join('; ')})`}` : 'CPU only'
  process.stdout.write(`TensorFlow ${found.tensorflow} through ${binding}\ndevices: ${devices}\n`)
  if (gpu && !found.isGpu) {
    throw new SetupFailed(
      gpus.length === 0
        ? 'The GPU build is installed, but there is no NVIDIA driver here (nvidia-smi does not run).'
        : `The GPU build is installed and the driver names ${gpus.length} GPU(s), but TensorFlow registers none: its log (TF_CPP_MIN_LOG_LEVEL=0) says which library does not load.`,
    )
  }
}

async function step<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
  const start = performance.now()
  process.stdout.write(`${name} … `)
  try {
    const result = await work()
    process.stdout.write(`${((performance.now() - start) / 1000).toFixed(1)} s\n`)
    return result
  } catch (error) {
    process.stdout.write('failed\n')
    throw error
  }
}

const cacheHome = () => process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache')
