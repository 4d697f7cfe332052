import { type BadOption, badOption, unknownOption } from '../errors.js'
import { LONGEST_NAME, nearestName, slipOf } from './nearest-name.js'
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
    if (!Object.hasOwn(rows, name)) return unknownName(options, name, Object.keys(rows), path)
    const value = options[name]
    if (value === undefined) continue
    const wrong = findWrongValue(rows[name]!, value, `${path}.${name}`)
    if (wrong !== undefined) return wrong
  }
  return undefined
}

/** The first field of an unknown name, for objects whose values are checked elsewhere. */
export function findUnknownName(
  given: unknown,
  known: readonly string[],
  path: string,
): BadOption | undefined {
  if (!isPlainObject(given)) return badOption(path, 'an object', given)
  const unknown = Object.keys(given).find((name) => !known.includes(name))
  return unknown === undefined ? undefined : unknownName(given, unknown, known, path)
}

/**
 * The first field whose name clearly misspells a known one that is absent. For records and batches, which may carry fields of
 * their owner's.
 */
export function findMisspeltName(
  given: object,
  known: readonly string[],
  path: string,
): BadOption | undefined {
  for (const name of Object.keys(given)) {
    if (known.includes(name)) continue
    const meant = slipOf(name, known)
    const fields = given as Readonly<Record<string, unknown>>
    if (meant === undefined || fields[meant] !== undefined) continue
    return unknownOption(`${path}.${name}`, known, meant, fields[name])
  }
  return undefined
}

const unknownName = (given: object, name: string, known: readonly string[], path: string): BadOption =>
  unknownOption(
    `${path}.${name.slice(0, LONGEST_NAME)}`,
    known,
    nearestName(name, known),
    (given as Readonly<Record<string, unknown>>)[name],
  )

/** The same for options some of which must be given. */
export function findBadOrMissing(
  options: unknown,
  rows: OptionRows,
  required: readonly string[],
): BadOption | undefined {
  const wrong = findBadOption(options, rows)
  if (wrong !== undefined) return wrong
  const missing = required.find((name) => (options as Readonly<Record<string, unknown>>)[name] === undefined)
  return missing === undefined
    ? undefined
    : badOption(`options.${missing}`, describeRow(rows[missing]!), undefined)
}

function findWrongValue(row: OptionRow, value: unknown, argument: string): BadOption | undefined {
  switch (row.kind) {
    case 'flag':
      return unless(typeof value === 'boolean')
    case 'text':
      return unless(typeof value === 'string')
    case 'choice':
      return row.of.includes(value as string) ? undefined : notAmong(row.of)
    case 'number':
      return unless(isInRange(row, value))
    case 'object': {
      if (!isPlainObject(value)) {
        return unless(row.or !== undefined && findWrongValue(row.or, value, argument) === undefined)
      }
      const wrong = findBadOption(value, row.fields, argument)
      if (wrong !== undefined) return wrong
      const missing = row.required?.find((name) => value[name] === undefined)
      return missing === undefined
        ? undefined
        : badOption(`${argument}.${missing}`, describeRow(row.fields[missing]!), undefined)
    }
    case 'map': {
      if (!isPlainObject(value)) return unless(false)
      for (const name of Object.keys(value)) {
        const wrong = findWrongValue(row.of, value[name], `${argument}.${name.slice(0, LONGEST_NAME)}`)
        if (wrong !== undefined) return wrong
      }
      return undefined
    }
    case 'list': {
      if (!isList(value)) return unless(false)
      for (let i = 0; i < value.length; i++) {
        const wrong = findWrongValue(row.of, value[i], `${argument}[${i}]`)
        if (wrong !== undefined) return wrong
      }
      return undefined
    }
    case 'value':
      return row.accepts(value) ? undefined : notAmong(row.names ?? [])
  }

  function notAmong(names: readonly string[]): BadOption {
    const nearest = typeof value === 'string' ? nearestName(value, names) : undefined
    const suggestion = nearest === undefined ? '' : ` (did you mean "${nearest}"?)`
    return badOption(argument, `${describeRow(row)}${suggestion}`, value)
  }

  function unless(right: boolean): BadOption | undefined {
    return right ? undefined : badOption(argument, describeRow(row), value)
  }
}

/** An object whose fields are its own keys: no list, and no Map or Date, whose content has no keys. */
export const isPlainObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  Object.prototype.toString.call(value) === '[object Object]'

/** Typed arrays are lists as well. */
export const isList = (value: unknown): value is ArrayLike<unknown> =>
  Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView))
