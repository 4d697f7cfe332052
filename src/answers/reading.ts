import type { OptionRow } from '../options/option-row.js'

/**
 * How strictly an answer must have the form that its task asks for.
 *
 * - `strict` (default): the form that the prompt asks for, and no other
 * - `lenient`: also the forms that models write when the prompt asks for none. It changes how an answer is found and cut
 *   into items, never how items are compared
 *
 * |                     | strict                                | lenient, also                                      |
 * | ------------------- | ------------------------------------- | -------------------------------------------------- |
 * | think tags          | those of the gate                     | those of any preset                                |
 * | characters          | as they are, in normal form C         | unseen ones are nothing; compatibility forms;      |
 * |                     |                                       | typographic quotes and dashes                      |
 * | end of the response | the end of the text                   | before `<\|im_end\|>`, `</s>`, …                   |
 * | answer area         | after `[Answer]`, `[答案]`            | after `**[Answer]**:`, `【答案】`, `Answer:`, …     |
 * | a list              | one item a line                       | a code fence, a JSON list, a one-column table, or  |
 * |                     |                                       | `<answer>` tags around it                          |
 * | an item             | the line                              | without list mark, emphasis, quotes, full stop     |
 * | a choice            | "the correct answer is X"             | "answer: X", `\boxed{X}`, "option X", X alone, …   |
 * | a table             | JSON                                  | JSON with trailing commas, comments, other quotes  |
 *
 * The lenient reading never pays less than the strict one for an answer in the form that the strict one asks for.
 */
export type Reading = 'strict' | 'lenient'

export const READING: OptionRow = { kind: 'choice', of: ['strict', 'lenient'], default: 'strict' }
