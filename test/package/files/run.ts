import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../../../', import.meta.url))
export const command = join(root, 'dist/cli/main.js')

export interface Finished {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs the built command, with flags for Node itself in front if need be. */
export function golongrl(
  args: readonly string[],
  options: {
    readonly node?: readonly string[]
    readonly env?: Record<string, string>
    readonly input?: string | Uint8Array
  } = {},
): Promise<Finished> {
  return finished(start(args, options), options.input)
}

export const start = (
  args: readonly string[],
  { node = [], env = {} }: { readonly node?: readonly string[]; readonly env?: Record<string, string> } = {},
): ChildProcess =>
  spawn(process.execPath, [...node, command, ...args], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: 'pipe',
  })

export function finished(child: ChildProcess, input: string | Uint8Array = ''): Promise<Finished> {
  let stdout = ''
  let stderr = ''
  child.stdout!.on('data', (text) => (stdout += text))
  child.stderr!.on('data', (text) => (stderr += text))
  child.stdin!.end(input)
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve({ code, stdout, stderr }))
  })
}

/** A folder for one test file, and its removal. */
export function scratchFolder(name: string): {
  readonly path: (file: string) => string
  readonly remove: () => void
} {
  const folder = mkdtempSync(join(tmpdir(), `golongrl-${name}-`))
  return {
    path: (file) => join(folder, file),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
