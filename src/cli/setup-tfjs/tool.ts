import { execFile } from 'node:child_process'

/** A step that cannot be done, in one sentence for the person at the terminal. */
export class SetupFailed extends Error {}

interface Run {
  readonly cwd?: string
  readonly env?: NodeJS.ProcessEnv
}

/**
 * Runs a program to its end.
 *
 * @returns what it wrote to standard output.
 * @throws SetupFailed with `missing` where there is no such program, with `failed` and the last line it wrote where it fails.
 */
export function runTool(
  [program, ...args]: readonly [string, ...string[]],
  { missing, failed }: { readonly missing: string; readonly failed: string },
  options: Run = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(program, args, { ...options, maxBuffer: 1 << 28 }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout)
      else if (error.code === 'ENOENT') reject(new SetupFailed(missing))
      else reject(new SetupFailed(`${failed}: ${lastWords(stderr, stdout) || error.message}`))
    })
  })
}

/** The most informative line of an output: the last one that names an error, else the last one. */
function lastWords(...outputs: readonly string[]): string {
  const lines = outputs.flatMap((output) => output.split('\n').map((line) => line.trim())).filter(Boolean)
  return lines.findLast((line) => /error/i.test(line)) ?? lines.at(-1) ?? ''
}
