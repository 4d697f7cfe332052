/**
 * Whether the lenient reading certainly equals the strict one for an answer text: one line, or lines after a marker, of letters,
 * digits and punctuation within a line. This holds for most answers and is much faster to test than removing markup. The test
 * is conservative: it may return false for a plain text.
 *
 * @param areBracketed whether every gold is in brackets, `[7]`: then brackets around an item are kept
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

/** Whether a text is one plain line that starts with neither a label nor a list mark. */
export const isPlainLine = (text: string): boolean => ONE_LINE.test(text) && !MARK_OR_STOP.test(text)

/** Whether no line of a text has markup; brackets do not count where all golds have them. */
export const isPlainText = (text: string, areBracketed = false): boolean =>
  (areBracketed ? PLAIN_OR_BRACKETS : PLAIN).test(text) && !MARK_OR_STOP.test(text)

const NEWLINE = 10
const TAG_END = 62

/** Characters that the removal of markup leaves unchanged; all of them are in normal form KC. */
const LETTER =
  'A-Za-z0-9\\u00c0-\\u00d6\\u00d8-\\u00f6\\u00f8-\\u0131\\u0134-\\u013e\\u0141-\\u0148\\u014a-\\u017e\\u0410-\\u044f\\u1ea0-\\u1ef9\\u4e00-\\u9fff\\u3041-\\u3096\\u30a1-\\u30fa\\uac00-\\ud7a3'
const PLAIN = /* @__PURE__ */ new RegExp(`^[${LETTER} \\t\\n,.;:!?@%&=+/-]*$`)
const PLAIN_OR_BRACKETS = /* @__PURE__ */ new RegExp(`^[${LETTER} \\t\\n,.;:!?@%&=+/[\\]()-]*$`)
const ONE_LINE = /* @__PURE__ */ new RegExp(
  `^[ \\t\\n]{0,4}[${LETTER}](?:[${LETTER} ,.!?@%&=+/-]*[${LETTER}])?[ \\t\\n]{0,4}$`,
)
/** A list mark, a number or a rule at the start of a line; a full stop or comma at its end. */
const MARK_OR_STOP =
  /(?:^|\n)[ \t]*(?:[-+=.,:;/]|(?:[A-Za-z]|[ivx]{1,5}|\d{1,3})(?:[.):]| {0,2}-[ \t])|\(\d)|[.,;:][ \t]*(?:\n|$)/
