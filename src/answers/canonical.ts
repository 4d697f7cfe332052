/**
 * A text in Unicode normal form C, in which canonically equivalent texts are the same: `é` is one character,
 * whether it came as one or as `e` with U+0301.
 *
 * @see UAX 15, Unicode Normalization Forms
 */
export const canonical = (text: string): string => (MAY_CHANGE.test(text) ? text.normalize('NFC') : text)

/**
 * A character outside the blocks that hold only letters, digits and punctuation in normal form C: Latin, Greek,
 * Cyrillic, Hebrew and Arabic letters, kana, Chinese characters, Korean syllables. To look for one takes a fraction
 * of the time that the engine's own function needs.
 */
const MAY_CHANGE =
  /[^\0-\u02ff\u0391-\u0482\u048a-\u0556\u05d0-\u05ea\u0621-\u064a\u0660-\u066f\u2010-\u205e\u20a0-\u20bf\u2190-\u21ff\u2500-\u25ff\u3001-\u3029\u3041-\u3096\u30a1-\u30fe\u4e00-\u9fff\uac00-\ud7a3\uff01-\uff9d]/
