import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { pathToFileURL } from 'node:url'
import type { TaskOptions } from '../index.js'

/** How rollouts are to be scored, in a form that can be handed to another thread. */
export interface TaskOptionsSource {
  /** Options made of plain data: `profile`, `gate`, `explain`. Functions go through the module. Default {}. */
  readonly taskOptions?: TaskOptions
  /**
   * A module whose default export is a `TaskOptions` object, with whatever functions it needs: custom tasks,
   * a tokenizer, a matcher. A URL, or a path from the working directory. Functions cannot be sent to a thread,
   * so each thread imports the module. `taskOptions` wins where both set a field. Default: none.
   */
  readonly taskOptionsModule?: string | URL
}

/** The options themselves, in this thread. Rejects when the module cannot be imported. */
export async function loadTaskOptions(source: TaskOptionsSource): Promise<TaskOptions> {
  const { taskOptions = {}, taskOptionsModule } = source
  if (taskOptionsModule === undefined) return taskOptions
  const module: { readonly default?: TaskOptions } = await import(moduleUrl(taskOptionsModule))
  if (typeof module.default !== 'object' || module.default === null) {
    throw new TypeError(`${moduleUrl(taskOptionsModule)} must have task options as its default export`)
  }
  return { ...module.default, ...taskOptions }
}

/** `import()` in a worker would resolve a relative path against the worker's own file. */
export const moduleUrl = (module: string | URL): string =>
  typeof module === 'string' && !/^(file|data|node):/u.test(module)
    ? pathToFileURL(module).href
    : String(module)

/** The same in a form that can be cloned to a worker thread. */
export const workerDataOf = ({ taskOptions, taskOptionsModule }: TaskOptionsSource): TaskOptionsSource => ({
  ...(taskOptions !== undefined && { taskOptions }),
  ...(taskOptionsModule !== undefined && { taskOptionsModule: moduleUrl(taskOptionsModule) }),
})

/** The module's address with a hash of its file: functions can only be compared by the text they were written in. */
export async function fingerprintModule(module: string | URL): Promise<string> {
  const url = moduleUrl(module)
  const hash = createHash('sha256').update(url.startsWith('file:') ? await readFile(new URL(url)) : url)
  return `${url} (SHA-256 ${hash.digest('hex')})`
}
