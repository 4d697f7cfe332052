/**
 * Numbers by text: a Map that does not read the whole of a text to find its place.
 *
 * A Map hashes every character, which for a table row just cut out of an answer takes as long as all else that is
 * done with it. Here its length and five of its characters choose the place, and the text that stands there is
 * compared. A text whose place is taken goes to a Map, so that none takes longer than there, however many choose the
 * same place.
 */
export class TextIndex {
  private readonly texts: (string | undefined)[]
  private readonly numbers: number[]
  private readonly crowded = new Map<string, number>()

  /** @param size how many texts to expect: more are slower, but do no harm */
  constructor(size: number) {
    let places = 8
    while (places < 2 * size) places *= 2
    this.texts = new Array(places)
    this.numbers = new Array(places)
  }

  get(text: string): number | undefined {
    const place = placeOf(text) & (this.texts.length - 1)
    const there = this.texts[place]
    if (there === text) return this.numbers[place]
    return there === undefined || this.crowded.size === 0 ? undefined : this.crowded.get(text)
  }

  set(text: string, number: number): void {
    const place = placeOf(text) & (this.texts.length - 1)
    const there = this.texts[place]
    if (there === undefined || there === text) {
      this.texts[place] = text
      this.numbers[place] = number
    } else this.crowded.set(text, number)
  }
}

/** Rows mostly differ in their length, in their last cells, or in some earlier one. */
function placeOf(text: string): number {
  const { length } = text
  let hash = length
  hash = Math.imul(hash, 31) + text.charCodeAt(length - 1)
  hash = Math.imul(hash, 31) + text.charCodeAt(length - 2)
  hash = Math.imul(hash, 31) + text.charCodeAt(length - 3)
  hash = Math.imul(hash, 31) + text.charCodeAt(length >> 1)
  hash = Math.imul(hash, 31) + text.charCodeAt(length >> 2)
  return hash ^ (hash >>> 15)
}
