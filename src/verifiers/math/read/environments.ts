import type { Tree } from '../tree.js'
import { MATRICES } from './latex-names.js'
import { readRelation } from './statement.js'
import { type Reader, unreadable } from './token-reader.js'

/** `\begin{pmatrix} … \end{pmatrix}`, `\begin{cases}`, and the environments that only lay out. */
export function readEnvironment(reader: Reader): Tree {
  const name = reader.take().value
  if (name === 'array' || name === 'tabular') skipColumns(reader)
  const rows = reader.enclosed(() => readRows(reader))
  if (reader.next.type === 'end' || reader.next.type === 'begin') reader.take()
  else if (reader.next.type !== 'stop') return unreadable()
  if (/^[vV]matrix$/.test(name) && reader.dialect.lenient)
    return { kind: 'matrix', rows, form: 'determinant' }
  if (MATRICES.has(name)) return { kind: 'matrix', rows }
  const items = rows.map((cells) => cells[0]!)
  if (name === 'cases' && !reader.dialect.lenient) return unreadable()
  if (name === 'cases' && rows.some((cells) => cells.length > 1))
    return { kind: 'matrix', rows, form: 'cases' }
  if (items.length === 1) return items[0]!
  return items.some((item) => item.kind === 'relation')
    ? { kind: 'logical', operator: 'and', items }
    : { kind: 'list', items }
}

function skipColumns(reader: Reader): void {
  if (!reader.accept('{')) return
  while (reader.next.type !== 'stop' && !reader.accept('}')) reader.take()
}

function readRows(reader: Reader): Tree[][] {
  const rows: Tree[][] = []
  let row: Tree[] = []
  for (;;) {
    const { type } = reader.next
    // \begin{pmatrix} … \begin{pmatrix} is a typing error for \end.
    if (type === 'end' || type === 'stop') break
    if (reader.accept('\\\\')) {
      if (row.length > 0) rows.push(row)
      row = []
    } else if (!reader.accept('&') && !reader.accept(',')) row.push(readRelation(reader))
  }
  if (row.length > 0) rows.push(row)
  return rows.length > 0 ? rows : unreadable()
}
