import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** One side of a contest, as a process that answers one request at a time, a line each. */
export interface Twin {
  readonly ask: (request: string) => Promise<string>
  readonly end: () => void
}

export function startTwin(python: string, script: string, ...args: readonly string[]): Twin {
  return started(script, spawn(python, ['-B', here(script), ...args]))
}

/** Our side of the pair of that index, which answers in the same way. */
export function startOurs(set: 'torch' | 'numpy', index: number): Twin {
  return started('ours.ts', spawn(process.execPath, ['--import', 'tsx', here('ours.ts'), set, `${index}`]))
}

const here = (script: string): string => fileURLToPath(new URL(script, import.meta.url))

function started(script: string, child: ChildProcessWithoutNullStreams): Twin {
  child.stderr.pipe(process.stderr)
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return {
    ask: async (request) => {
      child.stdin.write(`${request}\n`)
      const { value, done } = await answers.next()
      if (done === true) throw new Error(`${script} ended early, asked for ${request}`)
      return value
    },
    end: () => child.stdin.end(),
  }
}

/** The first Python here that has a module, and others if named, and the module's version. PEERS_PYTHON is asked first. */
export function pythonWith(
  module: string,
  ...others: readonly string[]
): { readonly python: string; readonly version: string } | undefined {
  const named = process.env.PEERS_PYTHON
  for (const python of [...(named ? [named] : []), 'python3', '/usr/bin/python3']) {
    const modules = [module, ...others].join(', ')
    const { status, stdout } = spawnSync(python, ['-c', `import ${modules}; print(${module}.__version__)`], {
      encoding: 'utf8',
    })
    if (status === 0) return { python, version: stdout.trim() }
  }
  return undefined
}
