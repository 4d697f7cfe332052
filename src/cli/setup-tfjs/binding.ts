import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { copyFile, mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { runTool, SetupFailed } from './tool.js'

export const TFJS_NODE_GPU = '@tensorflow/tfjs-node-gpu'
export const TFJS_NODE_GPU_VERSION = '4.22.0'

/** Headers of Node-API, whose binary interface is the same in every version of Node. */
const NODE_API_HEADERS = {
  name: 'node-api-headers@1.9.0',
  integrity:
    'sha512-2oNILP4jXwRB4ywnYKjVk1YyJ96n2D4EOVJO6S3oYZ5PtbJrw3Yt9TpAuX3nBLMuzn74rnfGQrv13pS9vC+YiA==',
}

/**
 * The package `@tensorflow/tfjs-node-gpu` as a program in `directory` sees it; installed by npm, without its download, where
 * it is not there.
 *
 * @returns the folder of the package.
 */
export async function installPackage(directory: string): Promise<string> {
  const found = packageFolder(directory)
  if (found === undefined) {
    await runTool(
      [
        'npm',
        'install',
        '--ignore-scripts',
        '--no-audit',
        '--no-fund',
        `${TFJS_NODE_GPU}@${TFJS_NODE_GPU_VERSION}`,
      ],
      {
        missing: `There is no npm here: install ${TFJS_NODE_GPU}@${TFJS_NODE_GPU_VERSION} without its scripts, then run this again.`,
        failed: `npm could not install ${TFJS_NODE_GPU}`,
      },
      { cwd: directory },
    )
  }
  const folder = found ?? packageFolder(directory)
  if (folder === undefined)
    throw new SetupFailed(`${TFJS_NODE_GPU} is not to be found from ${directory} after its installation.`)
  const { version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as { version: string }
  if (version !== TFJS_NODE_GPU_VERSION) {
    throw new SetupFailed(
      `${TFJS_NODE_GPU} is there in version ${version}; ${TFJS_NODE_GPU_VERSION} is the one this was made for.`,
    )
  }
  return folder
}

function packageFolder(directory: string): string | undefined {
  try {
    return dirname(createRequire(join(directory, 'package.json')).resolve(`${TFJS_NODE_GPU}/package.json`))
  } catch {
    return undefined
  }
}

/**
 * Compiles the package's binding against the TensorFlow in `library` and puts it where the package looks for it. The
 * compiled file is kept in `library`; a fresh installation of the package needs only the copy.
 *
 * @returns the path of the binding in the package.
 */
export async function buildBinding(folder: string, library: string, compiler: string): Promise<string> {
  const kept = join(library, `tfjs_binding-${TFJS_NODE_GPU_VERSION}.node`)
  if (!existsSync(kept)) await compile(folder, library, compiler, kept)
  const manifest = join(folder, 'package.json')
  const preGyp = createRequire(manifest)('@mapbox/node-pre-gyp') as { find(manifest: string): string }
  const place = preGyp.find(manifest)
  await mkdir(dirname(place), { recursive: true })
  await copyFile(kept, place)
  return place
}

async function compile(folder: string, library: string, compiler: string, out: string): Promise<void> {
  const headers = await nodeApiHeaders()
  const tensorflow = join(library, 'tensorflow')
  const unfinished = `${out}.${process.pid}.part`
  try {
    await runTool(
      [
        ...[compiler, '-std=c++17', '-O2', '-fPIC', '-shared', '-DNAPI_VERSION=8'],
        ...[`-I${join(headers, 'package', 'include')}`, `-I${join(tensorflow, 'include')}`],
        // Where a version of TensorFlow has moved headers that its own headers still name by their old place.
        ...['tensorflow', join('external', 'local_xla')].map(
          (root) => `-I${join(tensorflow, 'include', root)}`,
        ),
        ...['tfjs_backend.cc', 'tfjs_binding.cc'].map((file) => join(folder, 'binding', file)),
        ...[`-L${tensorflow}`, '-ltensorflow_cc', '-ltensorflow_framework', `-Wl,-rpath,${tensorflow}`],
        ...['-o', unfinished],
      ] as [string, ...string[]],
      { missing: `There is no C++ compiler ${compiler} here.`, failed: 'The binding does not compile' },
    )
    await rename(unfinished, out)
  } finally {
    await rm(unfinished, { force: true })
    await rm(headers, { recursive: true, force: true })
  }
}

/** @returns a temporary folder with the unpacked package. */
async function nodeApiHeaders(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'golongrl-node-api-'))
  await runTool(
    ['npm', 'pack', '--silent', '--pack-destination', folder, NODE_API_HEADERS.name],
    { missing: 'There is no npm here.', failed: `npm could not download ${NODE_API_HEADERS.name}` },
    { cwd: folder },
  )
  const archive = join(folder, `${NODE_API_HEADERS.name.replace('@', '-')}.tgz`)
  const integrity = `sha512-${createHash('sha512')
    .update(await readFile(archive))
    .digest('base64')}`
  if (integrity !== NODE_API_HEADERS.integrity) {
    throw new SetupFailed(
      `${NODE_API_HEADERS.name} came with the hash ${integrity}, not ${NODE_API_HEADERS.integrity}.`,
    )
  }
  await runTool(['tar', '-xzf', archive, '-C', folder], {
    missing: 'There is no tar here.',
    failed: `${archive} could not be unpacked`,
  })
  return folder
}
