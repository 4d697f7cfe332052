import { existsSync } from 'node:fs'
import { mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { runTool } from './tool.js'
import type { Wheel } from './wheels.js'

/**
 * TensorFlow's C library and headers, out of pinned wheels into `folder`, laid out as Python lays them out (the CUDA
 * libraries are found by their place beside it). Does nothing where `folder` is there already.
 */
export async function bringLibrary(folder: string, wheels: readonly Wheel[], python: string): Promise<void> {
  if (existsSync(folder)) return
  const unfinished = `${folder}.${process.pid}.part`
  try {
    await mkdir(join(unfinished, 'wheels'), { recursive: true })
    await download(join(unfinished, 'wheels'), wheels, python)
    await runTool([python, '-c', UNPACK, join(unfinished, 'wheels'), unfinished], {
      missing: `There is no ${python} here.`,
      failed: 'The wheels could not be unpacked',
    })
    await rm(join(unfinished, 'wheels'), { recursive: true })
    for (const name of ['cc', 'framework']) {
      const library = `libtensorflow_${name}.so`
      await symlink(`${library}.2`, join(unfinished, 'tensorflow', library))
    }
    await rename(unfinished, folder)
  } finally {
    await rm(unfinished, { recursive: true, force: true })
  }
}

/** The wheels are those of Python 3.11, whichever Python downloads them: only C libraries and headers are used. */
async function download(folder: string, wheels: readonly Wheel[], python: string): Promise<void> {
  const requirements = join(folder, 'requirements.txt')
  await writeFile(
    requirements,
    wheels.map(({ requirement, sha256 }) => `${requirement} --hash=sha256:${sha256}\n`).join(''),
  )
  const platforms = [
    'manylinux_2_27_x86_64',
    'manylinux_2_25_x86_64',
    'manylinux2014_x86_64',
    'manylinux2010_x86_64',
  ]
  await runTool(
    [
      ...[python, '-m', 'pip', 'download', '--no-deps', '--only-binary', ':all:', '--require-hashes'],
      ...['--no-cache-dir', '--disable-pip-version-check', '--implementation', 'cp'],
      ...['--python-version', '3.11', '--abi', 'cp311', '--abi', 'none'],
      ...platforms.flatMap((platform) => ['--platform', platform]),
      ...['--dest', folder, '--requirement', requirements],
    ] as [string, ...string[]],
    {
      missing: `There is no ${python} here.`,
      failed: `pip could not download ${wheels[0]!.requirement}${wheels.length > 1 ? ' and its CUDA libraries' : ''}`,
    },
  )
}

/** Shared libraries and C headers only: a tenth of a wheel's files. */
const UNPACK = `
import pathlib, re, sys, zipfile
wanted = re.compile(r'tensorflow/libtensorflow_(cc|framework)\\.so\\.2$|nvidia/.*\\.so[.\\d]*$|nvidia/cuda_nvcc/|tensorflow/include/.*(/c/|/platform/).*\\.h$')
for wheel in pathlib.Path(sys.argv[1]).glob('*.whl'):
    with zipfile.ZipFile(wheel) as archive:
        for member in archive.infolist():
            if wanted.match(member.filename):
                mode = member.external_attr >> 16 & 0o777
                pathlib.Path(archive.extract(member, sys.argv[2])).chmod(mode or 0o644)
`
