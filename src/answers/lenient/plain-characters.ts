import { isWhiteSpace } from '../white-space.js'

/**
 * A text in plain characters: invisible characters are removed, compatibility forms replaced (`Ｂ` by `B`, `①` by `1`), quotes and
 * dashes of every shape by `'`, `"` and `-`, and `\r\n` by `\n`.
 *
 * @see UAX 15 for the normal form KC, UAX 44 for the default-ignorable characters
 */
export function plainCharacters(text: string): string {
  const lines = text.includes('\r') ? text.replaceAll('\r\n', '\n') : text
  if (!BEYOND_ASCII.test(lines)) return lines
  return lines
    .replace(UNSEEN, '')
    .replace(NUMBER_SIGN, '$1- ')
    .normalize('NFKC')
    .replace(UNSEEN, '')
    .replace(/[\u2018-\u201b\u2032\u2035\u02b9\u02bb\u02bc\u2039\u203a`´]/g, (mark) =>
      mark === '`' ? mark : "'",
    )
    .replace(/[\u201c-\u201f\u2033\u2036\u00ab\u00bb\u3003\u301d-\u301f]/g, '"')
    .replace(/[\p{Pd}\u2212]/gu, '-')
}

/** The text without invisible characters. */
export const withoutUnseen = (text: string): string =>
  BEYOND_ASCII.test(text) ? text.replace(UNSEEN, '') : text

/** A number in a circle, in brackets or with a stop, one character, in front of an item: `① Paris`. */
const NUMBER_SIGN = /(^|[\n>:])[ \t*_]{0,8}[\u2460-\u249b\u24b6-\u24e9\u2776-\u2793][ \t]{0,4}(?=[^\s])/g

const BEYOND_ASCII = /[^\0-\x7f]/
const UNSEEN = /[\p{Default_Ignorable_Code_Point}\u2800]/gu

/** End-of-turn tokens of models; some decoders leave one or more of them in the text. */
const END_TOKEN =
  /(?:<[|｜](?:im_end|im_start|endoftext|end_of_text|end_of_turn|end▁of▁sentence|end|eot_id|eot|eom_id|eom|eos|return|call|pad|endofprompt|END_OF_TURN_TOKEN|fim_pad)[|｜]>|<\/s>|<s>|<eos>|<eos_token>|<pad>|<end_of_turn>|<end_of_utterance>|<\|?EOT\|?>|\[(?:EOS|PAD|\/INST|eos)\]|\[\|endofturn\|\]|\[e~\[)$/

/** Longer than any of them. */
const LONGEST_TOKEN = 40

/** The text without the end-of-turn tokens at its end. */
export function withoutEndTokens(text: string): string {
  let end = text.length
  for (;;) {
    let trimmed = end
    while (trimmed > 0 && isWhiteSpace(text.charCodeAt(trimmed - 1))) trimmed--
    // Only the end is searched: through the whole text it would take a time that grows with the square of its length.
    const token = END_TOKEN.exec(text.slice(Math.max(0, trimmed - LONGEST_TOKEN), trimmed))
    if (token === null) return end === text.length ? text : text.slice(0, end)
    end = trimmed - token[0].length
  }
}
