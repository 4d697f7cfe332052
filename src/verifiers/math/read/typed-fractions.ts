/** On a keyboard `1/2x` is one half of x to programs, and 1/(2x) to many people: with the fractions first, where that may be another value. */
export function typedFractions(text: string): string | undefined {
  const spelt = text.includes('/') ? text.replace(TYPED_FRACTION, '($1/$2)') : text
  return spelt === text ? undefined : spelt
}

const TYPED_FRACTION = /(?<![\w.)\]}^_/\\])(\d{1,9})\/(\d{1,9})(?=\s?[(a-zA-Z])/g
