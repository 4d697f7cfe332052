import { isLeft, isRight } from 'fp-ts/lib/Either.js'
import { describeError, mapRecord, readTask, scoreTask, suggestMap, writeMap } from '../index.js'
import { perfectResponse } from '../node/check/perfect-response.js'
import { loadTaskOptions, type Row, readRows, type TaskOptionsSource } from '../node/index.js'
import { EXIT } from './exit-codes.js'

/**
 * Prints the map that the first rows of a file need, and a first row scored by it.
 *
 * @returns the exit code
 */
export async function suggestFor(path: string, options: TaskOptionsSource): Promise<number> {
  const taskOptions = await loadTaskOptions(options)
  const rows = await firstRows(path)
  if (rows.length === 0) return say(EXIT.findings, `${path} has no row that is an object.`)
  const objects = rows.map(({ value }) => (value as { readonly right: object }).right)
  const [first] = rows
  if (objects.some((row) => isRight(readTask('record' in row ? row.record : row, taskOptions))))
    return say(EXIT.fine, 'The rows are records in our own form: no map is needed.')
  const customTasks = (taskOptions.customTasks ?? []).map(({ taskType }) => taskType)
  const map = suggestMap(objects, customTasks)
  if (map === undefined) {
    const keys = Object.keys(objects[0]!).join(', ')
    return say(EXIT.findings, `No column looks like a gold (${keys}): name it, --map gold=…,taskType=…`)
  }
  const text = writeMap(map)
  say(EXIT.fine, `--map ${/[^\w=,.-]/.test(text) ? `'${text}'` : text}\n`)
  const mapped = mapRecord(objects[0], map)
  if (isLeft(mapped)) return say(EXIT.findings, `${first!.place}: ${describeError(mapped.left)}`)
  const { record, promptId, responses } = mapped.right
  const task = readTask(record, taskOptions)
  if (isLeft(task)) return say(EXIT.findings, `${first!.place} by it: ${describeError(task.left)}`)
  const response = responses?.[0] ?? perfectResponse(task.right)
  const scored = response === undefined ? undefined : scoreTask(task.right, response)
  const lines = [
    ['row', first!.place],
    ['prompt id', promptId === undefined ? 'none: name one with promptId=…' : String(promptId)],
    ['task', `${task.right.taskType}, scored by ${task.right.metric}`],
    ['gold', JSON.stringify(task.right.gold)],
    [
      responses === undefined ? 'its gold as an answer' : 'its response',
      scored === undefined ? 'is not scored' : `scores ${scored.reward} (${scored.reason})`,
    ],
  ]
  const width = Math.max(...lines.map(([name]) => name!.length))
  return say(EXIT.fine, lines.map(([name, value]) => `${name!.padEnd(width)}  ${value}`).join('\n'))
}

function say(code: number, text: string): number {
  process.stdout.write(`${text}\n`)
  return code
}

async function firstRows(path: string): Promise<readonly Row[]> {
  const rows: Row[] = []
  for await (const row of readRows(path)) {
    if (isRight(row.value)) rows.push(row)
    if (rows.length === LOOKED_AT) break
  }
  return rows
}

const LOOKED_AT = 50
