/**
 * Whether the lenient reading finds in an answer text what the strict one finds: one line, or lines behind a marker, of letters,
 * digits and punctuation within a line. Most answers are so, and to see it takes a fraction of the time that undressing takes.
 * A text of which this says no may be plain all the same.
 *
 * @param areBracketed whether every gold is something in brackets, `[7]`: then nothing in brackets stands for it without them
 */
export function isPlainAnswer(text: string, areBracketed = false): boolean {
  const marker = Math.max(text.lastIndexOf('[Answer]'), text.lastIndexOf('[答案]'))
  if (marker < 0) return isPlainLine(text)
  // Words before a marker may only mention it.
  if (marker > 0 && text.charCodeAt(marker - 1) !== NEWLINE && text.charCodeAt(marker - 1) !== TAG_END)
    return false
  const area = text.slice(text.indexOf(']', marker) + 1)
  return isPlainText(area, areBracketed)
}

/** Whether a text is one plain line, which neither a label nor a mark begins. */
export const isPlainLine = (text: string): boolean => ONE_LINE.test(text) && !MARK_OR_STOP.test(text)

/** Whether no line of a text wears anything; brackets are no dress beside golds all of which have some. */
export const isPlainText = (text: string, areBracketed = false): boolean =>
  (areBracketed ? PLAIN_OR_BRACKETS : PLAIN).test(text) && !MARK_OR_STOP.test(text)

const NEWLINE = 10
const TAG_END = 62

/** What undressing leaves as it is: nothing here has another form in NFKC. */
const LETTER =
  'A-Za-z0-9\\u00c0-\\u00d6\\u00d8-\\u00f6\\u00f8-\\u0131\\u0134-\\u013e\\u0141-\\u0148\\u014a-\\u017e\\u0410-\\u044f\\u1ea0-\\u1ef9\\u4e00-\\u9fff\\u3041-\\u3096\\u30a1-\\u30fa\\uac00-\\ud7a3'
const PLAIN = /* @__PURE__ */ new RegExp(`^[${LETTER} \\t\\n,.;:!?@%&=+/-]*$`)
const PLAIN_OR_BRACKETS = /* @__PURE__ */ new RegExp(`^[${LETTER} \\t\\n,.;:!?@%&=+/[\\]()-]*$`)
const ONE_LINE = /* @__PURE__ */ new RegExp(
  `^[ \\t\\n]{0,4}[${LETTER}](?:[${LETTER} ,.!?@%&=+/-]*[${LETTER}])?[ \\t\\n]{0,4}$`,
)
/** At the start of a line a list mark, a count, a rule; at its end a stop. */
const MARK_OR_STOP =
  /(?:^|\n)[ \t]*(?:[-+=.,:;/]|(?:[A-Za-z]|[ivx]{1,5}|\d{1,3})(?:[.):]| {0,2}-[ \t])|\(\d)|[.,;:][ \t]*(?:\n|$)/
