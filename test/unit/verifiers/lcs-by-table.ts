/** The textbook table, and the walk back through it that the published code does. */
export function byTable(
  rows: ArrayLike<number>,
  columns: ArrayLike<number>,
): { length: number; pairs: [number, number][] } {
  const equal = (i: number, j: number) => rows[i - 1]! >= 0 && rows[i - 1] === columns[j - 1]
  const table = Array.from({ length: rows.length + 1 }, () => new Uint16Array(columns.length + 1))
  for (let i = 1; i <= rows.length; i++) {
    for (let j = 1; j <= columns.length; j++) {
      table[i]![j] = equal(i, j) ? table[i - 1]![j - 1]! + 1 : Math.max(table[i - 1]![j]!, table[i]![j - 1]!)
    }
  }
  const pairs: [number, number][] = []
  let [i, j] = [rows.length, columns.length]
  while (i > 0 && j > 0) {
    if (equal(i, j)) pairs.push([--i, --j])
    else if (table[i - 1]![j]! > table[i]![j - 1]!) i--
    else j--
  }
  return { length: table[rows.length]![columns.length]!, pairs }
}
