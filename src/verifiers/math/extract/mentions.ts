/** A place where a value stands in a text. */
export interface Mention {
  readonly start: number
  readonly end: number
}

/** Where a text has a value, from the beginning: 2 stands in "it is 2.", not in 20, 1.2, −2 or x2. */
export function* mentionsOf(text: string, value: string): Generator<Mention> {
  let start = value === '' ? -1 : text.indexOf(value)
  for (let looked = 0; start >= 0 && looked < MOST; looked++, start = text.indexOf(value, start + 1)) {
    const end = start + value.length
    const isPart =
      GOES_ON.test(text.slice(Math.max(0, start - 2), start)) || /^\.?\d/.test(text.slice(end, end + 2))
    if (!isPart) yield { start, end }
  }
}

/** Places that are looked at: a text may be nothing but ones. */
const MOST = 200

/** A sign, a digit or a letter that the value goes on from; Chinese has no spaces between words and numbers. */
const GOES_ON = /(?:[-−\d.]|(?!\p{Script=Han})\p{L})$/u
