const OPENING = ['**', '__', '`', '$$', '$', '\\[', '\\(']
const CLOSING = ['**', '__', '`', '$$', '$', '\\]', '\\)']
const TRAILING = [
  '\\\\',
  '\\ ',
  '\\,',
  '\\;',
  '\\quad',
  '\\qquad',
  ',',
  ';',
  ':',
  '。',
  '．',
  '，',
  '；',
  '\\',
  '\\checkmark',
  '✓',
  '✔',
  '✅',
  '∎',
  '■',
  '□',
  '\\blacksquare',
  '\\qed',
]

/** An answer without what stands around it: dollars, bold markers, a full stop, `\ ` and `\\` at the end. */
export function tidyAnswer(text: string): string {
  let tidy = text.trim()
  if (isTidy(tidy)) return tidy
  for (;;) {
    const before = tidy
    const opening = OPENING.find((mark) => tidy.startsWith(mark) && !isCurrency(tidy, mark))
    if (opening) tidy = tidy.slice(opening.length).trimStart()
    const closing = CLOSING.find((mark) => tidy.endsWith(mark) && !tidy.endsWith(`\\${mark}`))
    if (closing) tidy = tidy.slice(0, -closing.length).trimEnd()
    const trailing = TRAILING.find((mark) => tidy.endsWith(mark))
    if (trailing) tidy = tidy.slice(0, -trailing.length).trimEnd()
    if (
      tidy.endsWith('.') &&
      !tidy.endsWith('..') &&
      !tidy.endsWith('\\right.') &&
      !/\b[ap]\.? ?m\.$/i.test(tidy.slice(-8))
    )
      tidy = tidy.slice(0, -1).trimEnd()
    if (tidy === before) return tidy
  }
}

/** Whether a text begins as none of the opening marks does, and ends as none of the others: most texts, which are looked at once. */
const isTidy = (text: string): boolean =>
  !'*_`$'.includes(text.charAt(0)) &&
  !text.startsWith('\\[') &&
  !text.startsWith('\\(') &&
  'abcfghijlmnopqrstuvwxyz0123456789})'.includes(text.charAt(text.length - 1)) &&
  !text.endsWith('\\)')

/** A text without the characters of `marks`, and white space, at its ends. */
export function trimMarks(text: string, marks: string): string {
  let start = 0
  let end = text.length
  while (start < end && isTrimmed(text[start]!, marks)) start++
  while (end > start && isTrimmed(text[end - 1]!, marks)) end--
  return text.slice(start, end)
}

const isTrimmed = (char: string, marks: string): boolean => marks.includes(char) || char.trim() === ''

/** The dollar of `$12`, which has no partner. */
const isCurrency = (text: string, mark: string): boolean => mark === '$' && text.indexOf('$', 1) < 0
