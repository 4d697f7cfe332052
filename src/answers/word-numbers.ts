/**
 * Words by number, in the order in which they were added. A word is looked up where it stands in its text, which saves making
 * a string of it.
 *
 * Open addressing with linear probing: a slot holds the number of a word + 1, or 0; at most half of the slots are taken.
 */
export class WordNumbers {
  private slots = new Int32Array(64)
  /** Of each word: its hash, and where its UTF-16 units begin; they end where those of the next one begin. */
  private readonly hashes: number[] = []
  private readonly begins: number[] = [0]
  private units = new Uint16Array(256)

  /** How many words. */
  get size(): number {
    return this.hashes.length
  }

  /** The word of a number. */
  wordOf(number: number): string {
    const units = this.units.subarray(this.begins[number], this.begins[number + 1])
    let word = ''
    for (const unit of units) word += String.fromCharCode(unit)
    return word
  }

  /** The number of the word text[start … end − 1]; −1 where it has none. */
  find(text: string, start: number, end: number): number {
    return this.slots[this.slotOf(hashOf(text, start, end), text, start, end)]! - 1
  }

  /** The number of a word, a new one where it has none. */
  add(text: string, start: number, end: number): number {
    const hash = hashOf(text, start, end)
    const slot = this.slotOf(hash, text, start, end)
    if (this.slots[slot] !== 0) return this.slots[slot]! - 1
    const number = this.hashes.push(hash) - 1
    this.keep(text, start, end)
    this.slots[slot] = number + 1
    if (2 * this.size > this.slots.length) this.makeRoom()
    return number
  }

  /** Where the word stands, or may be put. */
  private slotOf(hash: number, text: string, start: number, end: number): number {
    const { slots, hashes } = this
    const last = slots.length - 1
    let slot = hash & last
    for (let number = slots[slot]! - 1; number >= 0; number = slots[slot]! - 1) {
      if (hashes[number] === hash && this.isAt(number, text, start, end)) return slot
      slot = (slot + 1) & last
    }
    return slot
  }

  private isAt(number: number, text: string, start: number, end: number): boolean {
    const { units } = this
    const begin = this.begins[number]!
    if (this.begins[number + 1]! - begin !== end - start) return false
    for (let i = start; i < end; i++) if (units[begin + i - start] !== text.charCodeAt(i)) return false
    return true
  }

  private keep(text: string, start: number, end: number): void {
    const begin = this.begins.at(-1)!
    const stop = begin + end - start
    if (stop > this.units.length) {
      const more = new Uint16Array(2 * stop)
      more.set(this.units)
      this.units = more
    }
    for (let i = start; i < end; i++) this.units[begin + i - start] = text.charCodeAt(i)
    this.begins.push(stop)
  }

  private makeRoom(): void {
    this.slots = new Int32Array(4 * this.slots.length)
    const last = this.slots.length - 1
    for (let number = 0; number < this.size; number++) {
      let slot = this.hashes[number]! & last
      while (this.slots[slot] !== 0) slot = (slot + 1) & last
      this.slots[slot] = number + 1
    }
  }
}

function hashOf(text: string, start: number, end: number): number {
  let hash = end - start
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return hash ^ (hash >>> 15)
}
