/** Columns of a terminal; what no terminal shows is wrapped for this many, so that it can be pasted anywhere. */
const DEFAULT_WIDTH = 80
const GAP = '  '

/**
 * Rows of cells in columns; the first column to the left, the others to the right. Where they are wider than `width`, the
 * columns that do not fit follow in further tables, each with the first column again.
 *
 * @param rows the headings first; all of one length
 * @param width default: of the terminal, or 80
 */
export function table(
  rows: readonly (readonly string[])[],
  width = process.stdout.columns ?? DEFAULT_WIDTH,
): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)))
  const cells = (row: readonly string[], columns: readonly number[]) =>
    columns.map((i) => (i === 0 ? row[i]!.padEnd(widths[i]!) : row[i]!.padStart(widths[i]!)))
  const tables = columnsThatFit(widths, width).map((columns) =>
    rows.map((row) => cells(row, columns).join(GAP).trimEnd()).join('\n'),
  )
  return tables.join('\n\n')
}

/** The columns of each table. Each holds the first column and at least one other, however wide they are. */
function columnsThatFit(widths: readonly number[], width: number): readonly (readonly number[])[] {
  const tables: number[][] = [[0]]
  let used = widths[0]!
  for (let column = 1; column < widths.length; column++) {
    const needed = GAP.length + widths[column]!
    if (used + needed > width && tables.at(-1)!.length > 1) {
      tables.push([0])
      used = widths[0]!
    }
    tables.at(-1)!.push(column)
    used += needed
  }
  return tables
}
