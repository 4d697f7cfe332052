import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { bringLibrary } from '../../src/cli/setup-tfjs/library.js'
import { checkRequirements } from '../../src/cli/setup-tfjs/requirements.js'
import { TENSORFLOW_WHEELS, tensorflowVersion } from '../../src/cli/setup-tfjs/wheels.js'

const folder = mkdtempSync(join(tmpdir(), 'golongrl-setup-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** A program of that name that runs this script. */
function program(name: string, script: string): string {
  const path = join(folder, name)
  writeFileSync(path, `#!/bin/sh\n${script}\n`)
  chmodSync(path, 0o755)
  return path
}

const linux = { platform: 'linux', arch: 'x64', nodeVersion: '20.20.2', hasIsNullOrUndefined: true }
const python = program('python', 'exit 0')
const compiler = program('compiler', 'exit 0')
const withoutPip = program('no-pip', 'case "$*" in *pip*) echo "No module named pip" >&2; exit 1;; esac')

describe('checkRequirements', () => {
  it('is silent where all is there', async () => {
    await expect(checkRequirements(linux, python, compiler)).resolves.toBeUndefined()
  })

  it.each([
    [
      'another system',
      { ...linux, platform: 'darwin', arch: 'arm64' },
      python,
      compiler,
      'this is darwin on arm64',
    ],
    [
      'a Node without the function the package calls',
      { ...linux, nodeVersion: '24.1.0', hasIsNullOrUndefined: false },
      python,
      compiler,
      'which Node 24.1.0 lacks: use Node 20 or 22.',
    ],
    ['no Python', linux, join(folder, 'none'), compiler, 'install Python 3.8 or newer with pip'],
    [
      'no pip',
      linux,
      withoutPip,
      compiler,
      'has no pip (Debian: apt-get install python3-pip): No module named pip',
    ],
    ['no compiler', linux, python, join(folder, 'none'), 'There is no C++ compiler'],
  ])('says in one sentence: %s', async (_, machine, py, cc, sentence) => {
    const error = await checkRequirements(machine, py, cc).catch((thrown: Error) => thrown)
    expect(String(error)).toContain(sentence)
    expect(String(error)).not.toContain('\n')
  })
})

describe('bringLibrary', () => {
  it('says that the wheel is not to be had, and leaves nothing behind', async () => {
    const library = join(folder, 'library')
    const offline = program(
      'offline',
      'echo "Looking in indexes" ; echo "ERROR: No matching distribution found" >&2; exit 1',
    )
    await expect(bringLibrary(library, TENSORFLOW_WHEELS['2.21.0']!.cpu, offline)).rejects.toThrow(
      'pip could not download tensorflow-cpu==2.21.0: ERROR: No matching distribution found',
    )
    expect(existsSync(library)).toBe(false)
  })
})

describe('the pinned wheels', () => {
  it('have a version and a SHA-256 each', () => {
    for (const { cpu, gpu } of Object.values(TENSORFLOW_WHEELS)) {
      for (const { requirement, sha256 } of [...cpu, ...gpu]) {
        expect(requirement).toMatch(/^[a-z0-9-]+==[\d.]+$/)
        expect(sha256).toMatch(/^[0-9a-f]{64}$/)
      }
    }
  })

  it('are found by a version with or without its last number', () => {
    expect(tensorflowVersion('2.21')).toBe('2.21.0')
    expect(tensorflowVersion('2.21.0')).toBe('2.21.0')
    expect(tensorflowVersion('2.9')).toBeUndefined()
  })
})
