import type { ColumnMetaData, LogicalType, SchemaElement, SchemaTree } from 'hyparquet'

/** The paths from the root of a schema to each of its columns, in the order of the columns. */
export function leavesOf(tree: SchemaTree, above: readonly SchemaTree[] = []): SchemaTree[][] {
  const path = [...above, tree]
  return tree.children.length === 0 ? [path] : tree.children.flatMap((child) => leavesOf(child, path))
}

/**
 * What a schema says twice must be the same: the meaning of a column by its converted and by its logical type, and its name
 * and type once more in each row group.
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
  for (const { element } of path) {
    const due = element.logical_type && convertedType(element.logical_type)
    if (due !== undefined && element.converted_type !== undefined && !due.includes(element.converted_type))
      throw new Error(`${element.name} of column ${name} is ${element.converted_type} and ${due[0]} at once`)
  }
}

type ConvertedType = NonNullable<SchemaElement['converted_type']>

/** What older readers take a logical type for: the first, or what stands for the same. */
function convertedType(logical: LogicalType): readonly ConvertedType[] | undefined {
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
