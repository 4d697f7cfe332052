import { pathToFileURL } from 'node:url'
import { type Either, isLeft, left } from 'fp-ts/lib/Either.js'
import {
  type BadOption,
  checkMap,
  checkTaskOptions,
  orThrow,
  type RecordMap,
  type TaskOptions,
} from '../index.js'
import { findBadOption, findMisspeltName, isPlainObject } from '../options/find-bad-option.js'
import type { OptionRows } from '../options/option-row.js'

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
  /**
   * How rows in another form become records: the name of a preset, the text of a map, or the map. Holds for
   * the rows of files and for the records that rollouts and requests carry. Default: records are in our own form.
   */
  readonly map?: string | RecordMap
}

export const TASK_OPTIONS_SOURCE: OptionRows<TaskOptionsSource> = {
  // Its fields are checked by `checkTaskOptions`, since custom tasks have options of their own.
  taskOptions: {
    kind: 'value',
    expected: 'an object of task options',
    accepts: isPlainObject,
  },
  taskOptionsModule: {
    kind: 'value',
    expected: 'a path or a URL',
    accepts: (value) => typeof value === 'string' || value instanceof URL,
  },
  // Checked by `checkMap`.
  map: { kind: 'value', expected: 'a map', accepts: () => true },
}

/** The first wrong option, as far as it can be told before the module is imported. */
export function findBadSource<Options extends TaskOptionsSource>(
  options: Options,
  rows: OptionRows<Options>,
): BadOption | undefined {
  const wrong = findBadOption(options, rows)
  if (wrong !== undefined) return wrong
  const map = options.map === undefined ? undefined : checkMap(options.map)
  if (map !== undefined && isLeft(map)) return { ...map.left, argument: `options.${map.left.argument}` }
  if (options.taskOptionsModule !== undefined) return undefined
  const checked = checkTaskOptions(options.taskOptions ?? {}, 'options.taskOptions')
  return isLeft(checked) ? checked.left : undefined
}

/** The map of options that have been checked. */
export const mapOf = ({ map }: TaskOptionsSource): RecordMap | undefined =>
  map === undefined ? undefined : orThrow(checkMap(map))

/**
 * The options themselves, in this thread. Rejects when the module cannot be imported, and where an option cannot be right:
 * with the Error that `orThrow` makes of a `BadOption`.
 */
export const loadTaskOptions = async (source: TaskOptionsSource): Promise<TaskOptions> =>
  orThrow(await readTaskOptions(source))

/** The same with a wrong option as a `Left`. */
export async function readTaskOptions(source: TaskOptionsSource): Promise<Either<BadOption, TaskOptions>> {
  const wrong = findMisspeltName(source, Object.keys(TASK_OPTIONS_SOURCE), 'options')
  if (wrong !== undefined) return left(wrong)
  const { taskOptions = {}, taskOptionsModule } = source
  if (taskOptionsModule === undefined) return checkTaskOptions(taskOptions, 'options.taskOptions')
  const module: { readonly default?: TaskOptions } = await import(moduleUrl(taskOptionsModule)).catch(
    (error) => {
      throw new Error(`${taskOptionsModule} cannot be imported as task options: ${error.message}`, {
        cause: error,
      })
    },
  )
  if (!isPlainObject(module.default)) {
    throw new TypeError(`${moduleUrl(taskOptionsModule)} must have task options as its default export`)
  }
  return checkTaskOptions({ ...module.default, ...taskOptions }, 'options.taskOptions')
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
