/**
 * What one option may be. Rows are plain data, so that a bundle drops those it does not need, and the checker, the
 * documents and the OpenAPI schema all read the same ones. `default` is the value of an option that was left out;
 * absent where that depends on other options.
 */
export type OptionRow = (
  | { readonly kind: 'flag' }
  | { readonly kind: 'text' }
  | { readonly kind: 'choice'; readonly of: readonly string[] }
  | NumberRow
  /** An object with fields of its own, or what the row `or` accepts. */
  | {
      readonly kind: 'object'
      readonly fields: OptionRows
      readonly required?: readonly string[]
      readonly or?: OptionRow
    }
  /** An object with names of the caller's own. */
  | { readonly kind: 'map'; readonly of: OptionRow }
  | { readonly kind: 'list'; readonly of: OptionRow }
  /** A value that JSON cannot hold, or that has a rule of its own. `names`: texts among these, one of which may be misspelt. */
  | {
      readonly kind: 'value'
      readonly expected: string
      readonly accepts: (value: unknown) => boolean
      readonly names?: readonly string[]
    }
) & { readonly default?: unknown }

/** A number in a range. NaN is refused; Infinity is accepted unless `finite`, `whole` or `to` excludes it. */
export interface NumberRow {
  readonly kind: 'number'
  /** Smallest value. */
  readonly from?: number
  /** What the value must exceed. */
  readonly above?: number
  /** Largest value. */
  readonly to?: number
  readonly whole?: true
  readonly finite?: true
  /** 0 is allowed although it lies outside the range. */
  readonly orZero?: true
}

/** The rows of a function's options, by name. With a type argument every option of that type must have its row. */
export type OptionRows<Options extends object = Readonly<Record<string, unknown>>> = {
  readonly [Name in keyof Options]-?: OptionRow
}

/** The rows of options that come from several places; of two rows of one name the later one applies. */
export function joinRows<A extends object, B extends object>(
  a: OptionRows<A>,
  b: OptionRows<B>,
): OptionRows<A & B>
export function joinRows(...tables: readonly OptionRows[]): OptionRows
export function joinRows(...tables: readonly OptionRows[]): OptionRows {
  return Object.assign({}, ...tables)
}

/** What a row accepts, as a phrase behind "must be". */
export function describeRow(row: OptionRow): string {
  switch (row.kind) {
    case 'flag':
      return 'true or false'
    case 'text':
      return 'a string'
    case 'choice':
      return row.of.length === 1 ? `"${row.of[0]}"` : `one of ${row.of.join(', ')}`
    case 'number':
      return describeRange(row)
    case 'object': {
      const names = Object.keys(row.fields)
      const fields = names.map((name) => (row.required?.includes(name) ? name : `${name}?`)).join(', ')
      return `${row.or === undefined ? '' : `${describeRow(row.or)}, or `}an object { ${fields} }`
    }
    case 'map':
      return 'an object'
    case 'list':
      return 'a list'
    case 'value':
      return row.expected
  }
}

function describeRange({ from, above, to, whole, finite, orZero }: NumberRow): string {
  const noun = whole ? 'a whole number' : finite && to === undefined ? 'a finite number' : 'a number'
  const zero = orZero ? '0, or ' : ''
  if (from !== undefined && to !== undefined) {
    return from === -to ? `${zero}${noun} within ±${to}` : `${zero}${noun} from ${from} to ${to}`
  }
  const start = from !== undefined ? ` of ${from} or more` : above !== undefined ? ` above ${above}` : ''
  const end = to === undefined ? '' : above === undefined ? ` up to ${to}` : `, up to ${to}`
  return `${zero}${noun}${start}${end}`
}

export function isInRange(
  { from, above, to, whole, finite, orZero }: NumberRow,
  value: unknown,
): value is number {
  if (typeof value !== 'number' || Number.isNaN(value)) return false
  if (orZero && value === 0) return true
  if (whole && !Number.isSafeInteger(value)) return false
  if (finite && !Number.isFinite(value)) return false
  return (
    (from === undefined || value >= from) &&
    (above === undefined || value > above) &&
    (to === undefined || value <= to)
  )
}
