import { trimMarks } from '../trim-answer.js'

/** The last sentence of a text, without its full stop and the marks before it. */
export function lastSentence(text: string): string {
  const end = trimMarks(text.slice(-LONGEST_SENTENCE), '.!。*_')
  const start = Math.max(...['. ', '! ', '。', '\n'].map((mark) => end.lastIndexOf(mark) + mark.length - 1))
  return trimMarks(end.slice(Math.max(0, start)), '*_.。!')
}

const LONGEST_SENTENCE = 260

/** What stands behind the last blank line of a text. */
export const lastParagraph = (text: string): string => text.slice(text.lastIndexOf('\n\n') + 1).trim()

/** The last sentences of a text, on one line. */
export const lastSentences = (text: string, count = 2): string =>
  text
    .trimEnd()
    .slice(-LONGEST_REFUSAL)
    .split(/(?<=[.。!?？])\s|\n|(?<=[。！？])/)
    .slice(-count)
    .join(' ')

const LONGEST_REFUSAL = 400

/** Where the line begins that a place is on. */
export const lineStart = (text: string, at: number): number => text.lastIndexOf('\n', at - 1) + 1

/** As much of the last line as is read. */
export const LONGEST_BOLD = 120
