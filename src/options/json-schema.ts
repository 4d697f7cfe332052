import type { OptionRow, OptionRows } from './option-row.js'

/** The JSON Schema of each option, by name. */
export const jsonSchemas = <Rows extends OptionRows>(rows: Rows): { readonly [Name in keyof Rows]: object } =>
  Object.fromEntries(Object.entries(rows).map(([name, row]) => [name, jsonSchema(row)])) as {
    readonly [Name in keyof Rows]: object
  }

/** The JSON Schema of what a row accepts: the checker and a document made from it cannot differ. */
export function jsonSchema(row: OptionRow): object {
  return { ...typeOf(row), ...(isJson(row.default) && { default: row.default }) }
}

function typeOf(row: OptionRow): object {
  switch (row.kind) {
    case 'flag':
      return { type: 'boolean' }
    case 'text':
      return { type: 'string' }
    case 'choice':
      return { enum: row.of }
    case 'number': {
      const { from, above, to, whole, orZero } = row
      const range = {
        type: whole ? 'integer' : 'number',
        ...(from !== undefined && { minimum: from }),
        ...(above !== undefined && { exclusiveMinimum: above }),
        ...(to !== undefined && { maximum: to }),
      }
      return orZero ? { oneOf: [range, { const: 0 }] } : range
    }
    case 'object': {
      const { fields, required = [], or } = row
      const fieldsOnly = {
        type: 'object',
        properties: jsonSchemas(fields),
        required,
        additionalProperties: false,
      }
      return or === undefined ? fieldsOnly : { oneOf: [jsonSchema(or), fieldsOnly] }
    }
    case 'map':
      return { type: 'object', additionalProperties: jsonSchema(row.of) }
    case 'list':
      return { type: 'array', items: jsonSchema(row.of) }
    case 'value':
      return { description: `Must be ${row.expected}.` }
  }
}

const isJson = (value: unknown): boolean =>
  value !== undefined && (typeof value !== 'number' || Number.isFinite(value))
