import type { ColumnMetaData, LogicalType, SchemaElement, SchemaTree } from 'hyparquet'
import { deserializeTCompactProtocol } from 'hyparquet/src/thrift.js'

/** The paths from the root of a schema to each of its columns, in the order of the columns. */
export function leavesOf(tree: SchemaTree, above: readonly SchemaTree[] = []): SchemaTree[][] {
  const path = [...above, tree]
  return tree.children.length === 0 ? [path] : tree.children.flatMap((child) => leavesOf(child, path))
}

/**
 * Fills in the converted type of each element that has a logical type alone: the decoder goes by the former.
 *
 * @throws Error where both are there and differ, or an element does not say whether it is required, optional or repeated
 */
export function completeSchema(schema: readonly SchemaElement[]): void {
  for (const [i, element] of schema.entries()) {
    const { name, logical_type, converted_type, repetition_type } = element
    if (i > 0 && repetition_type === undefined)
      throw new Error(`${name} is neither required, optional nor repeated`)
    if (element.precision !== undefined && !isDecimal(element))
      throw new Error(`${name} has a precision, but is no decimal number`)
    const due = logical_type && convertedTypes(logical_type)
    if (due === undefined) continue
    if (converted_type === undefined && due[0] !== undefined) element.converted_type = due[0]
    if (converted_type !== undefined && !due.includes(converted_type))
      throw new Error(`${name} is ${converted_type} and ${logical_type?.type} at once`)
  }
}

const isDecimal = ({ converted_type, logical_type }: SchemaElement): boolean =>
  converted_type === 'DECIMAL' || logical_type?.type === 'DECIMAL'

/**
 * Whether the elements of a schema have fields that the format knows: a decoder passes over others, and so loses what
 * a flipped bit has moved into one of them.
 *
 * @param footer the file's, as Thrift has it
 * @throws Error with what is wrong
 */
export function checkSchemaFields(footer: ArrayBuffer): void {
  const { field_2: schema } = deserializeTCompactProtocol({ view: new DataView(footer), offset: 0 })
  for (const element of schema as readonly Readonly<Record<string, unknown>>[]) {
    const unknown = Object.keys(element).find((field) => !KNOWN_FIELDS.has(field))
    if (unknown !== undefined) throw new Error(`its schema has an unknown ${unknown}`)
    if (typeof (element.field_10 ?? {}) !== 'object')
      throw new Error('its schema has a logical type that is none')
  }
}

/** Of a SchemaElement in parquet.thrift. */
const KNOWN_FIELDS: ReadonlySet<string> = new Set(Array.from({ length: 10 }, (_, i) => `field_${i + 1}`))

/**
 * Whether a row group describes a column as the schema does.
 *
 * @throws Error with what is wrong
 */
export function checkDescription(column: ColumnMetaData, path: readonly SchemaTree[]): void {
  const { element, path: names } = path.at(-1)!
  const name = names.join('.')
  if (column.path_in_schema.join('.') !== name || column.path_in_schema.length !== names.length)
    throw new Error(`a row group has column ${column.path_in_schema.join('.')} where ${name} is due`)
  if (column.type !== element.type)
    throw new Error(`column ${name} is ${column.type} in a row group, ${element.type} in the schema`)
}

type ConvertedType = NonNullable<SchemaElement['converted_type']>

/** What older readers take a logical type for; the first is usual. */
function convertedTypes(logical: LogicalType): readonly ConvertedType[] | undefined {
  switch (logical.type) {
    case 'STRING':
      return ['UTF8']
    case 'MAP':
      return ['MAP', 'MAP_KEY_VALUE']
    case 'LIST':
    case 'ENUM':
    case 'DECIMAL':
    case 'DATE':
    case 'JSON':
    case 'BSON':
      return [logical.type]
    case 'TIME':
    case 'TIMESTAMP':
      return logical.unit === 'NANOS' ? [] : [`${logical.type}_${logical.unit}`]
    case 'INTEGER':
      return [`${logical.isSigned ? '' : 'U'}INT_${logical.bitWidth}` as ConvertedType]
    default:
      return undefined
  }
}
