/** Whether a letter of English stands at a place of a text. */
export function isAsciiLetter(text: string, at: number): boolean {
  const small = text.charCodeAt(at) | 32
  return small >= 97 && small <= 122
}

/** Whether a character is white space. */
export const isSpace = (char: string): boolean => char.trim() === ''

export const isBlank = (text: string): boolean => text.trim() === ''

export const isAscii = (text: string): boolean => !/[^ -~\s]/.test(text)
