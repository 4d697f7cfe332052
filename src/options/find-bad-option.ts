import { type BadOption, badOption, unknownOption } from '../errors.js'
import { LONGEST_NAME, nearestName } from './nearest-name.js'
import { describeRow, isInRange, type OptionRow, type OptionRows } from './option-row.js'

/**
 * The first option that cannot be right: one of an unknown name, or with a value that its row does not accept. An option
 * that is `undefined` counts as left out. Called once per scorer, batch or call, before any work.
 *
 * @param options as a caller without types, a JSON text or a request may hand them over
 * @param rows every option there is, by name
 * @param path where the options stand, for the error's `argument`: `options.gamma`
 */
export function findBadOption(options: unknown, rows: OptionRows, path = 'options'): BadOption | undefined {
  if (!isPlainObject(options)) return badOption(path, 'an object', options)
  for (const name of Object.keys(options)) {
    const value = options[name]
    const row = Object.hasOwn(rows, name) ? rows[name] : undefined
    if (row === undefined) {
      const known = Object.keys(rows)
      return unknownOption(`${path}.${name.slice(0, LONGEST_NAME)}`, known, nearestName(name, known), value)
    }
    if (value === undefined) continue
    const wrong = findWrongValue(row, value, `${path}.${name}`)
    if (wrong !== undefined) return wrong
  }
  return undefined
}

function findWrongValue(row: OptionRow, value: unknown, argument: string): BadOption | undefined {
  switch (row.kind) {
    case 'flag':
      return unless(typeof value === 'boolean')
    case 'text':
      return unless(typeof value === 'string')
    case 'choice':
      return unless(row.of.includes(value as string))
    case 'number':
      return unless(isInRange(row, value))
    case 'object': {
      if (!isPlainObject(value)) return unless(row.or?.includes(value as string) === true)
      const wrong = findBadOption(value, row.fields, argument)
      if (wrong !== undefined) return wrong
      const missing = row.required?.find((name) => value[name] === undefined)
      return missing === undefined
        ? undefined
        : badOption(`${argument}.${missing}`, describeRow(row.fields[missing]!), undefined)
    }
    case 'list': {
      if (!Array.isArray(value)) return unless(false)
      for (let i = 0; i < value.length; i++) {
        const wrong = findWrongValue(row.of, value[i], `${argument}[${i}]`)
        if (wrong !== undefined) return wrong
      }
      return undefined
    }
    case 'value':
      return unless(row.accepts(value))
  }

  function unless(right: boolean): BadOption | undefined {
    return right ? undefined : badOption(argument, describeRow(row), value)
  }
}

const isPlainObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
