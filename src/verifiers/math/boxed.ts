/** A `\boxed{…}` in a text. */
export interface Box {
  readonly start: number
  readonly end: number
  readonly content: string
}

/**
 * Every outermost `\boxed{…}` and `\fbox{…}`, first to last; a box in a box counts as the inner one. Reads what models
 * really write: `\boxed 5`, `\boxed{5` without an end, `\\boxed{5}`, `boxed{5}`.
 */
export function findBoxes(text: string): Box[] {
  const boxes: Box[] = []
  let from = 0
  for (;;) {
    const start = text.indexOf('boxed', from)
    const frame = text.indexOf('\\fbox', from)
    const at = start < 0 ? frame : frame < 0 ? start : Math.min(start, frame)
    if (at < 0) return boxes
    const box = boxAt(text, at, at + 5)
    if (box) boxes.push(box)
    from = box && box.end > at ? box.end : at + 5
  }
}

function boxAt(text: string, start: number, after: number): Box | undefined {
  const backslash = text[start - 1] === '\\' || text[start] === '\\'
  let open = after
  while (text[open] === ' ' || text[open] === '\n' || text[open] === '\t') open++
  const bracket = text[open]
  if (bracket === '{' || bracket === '｛') {
    const end = closingBrace(text, open)
    return { start, end: end + 1, content: text.slice(open + 1, end).trim() }
  }
  if (!backslash || open >= text.length) return undefined
  // \boxed 5: to the end of the line or of the formula.
  let end = open
  while (
    end < text.length &&
    !'\n$'.includes(text[end]!) &&
    !text.startsWith('\\]', end) &&
    !text.startsWith('\\)', end)
  )
    end++
  const content = text
    .slice(open, end)
    .trim()
    .replace(/[.。]$/, '')
  return content === '' ? undefined : { start, end, content }
}

/** The index of the brace that closes the one at `open`; at the latest the end of the formula. */
function closingBrace(text: string, open: number): number {
  let depth = 0
  let formula = -1
  for (let index = open; index < text.length; index++) {
    const char = text[index]
    if (char === '\\') {
      const next = text[index + 1]
      if ((next === ']' || next === ')') && formula < 0) formula = index
      index++
    } else if (char === '{' || char === '｛') depth++
    else if (char === '}' || char === '｝') {
      if (--depth === 0) return index
    } else if (char === '\n' && text[index + 1] === '\n' && formula < 0) formula = index
    else if (char === '$' && depth === 1 && formula < 0 && text[open + 1] !== '$') formula = index
  }
  return formula < 0 ? text.length : formula
}
