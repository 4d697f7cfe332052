/**
 * A set of n-grams, each with the number of the text it came from first: open addressing over two 32-bit hashes, with a bit map
 * in front that answers most misses without a look-up in the table.
 */
export class NgramIndex {
  private low = new Int32Array(1024)
  private high = new Int32Array(1024)
  /** The source's number plus 1; 0 marks a free slot. */
  private source = new Uint32Array(1024)
  private bits = new Uint32Array(1024 / 4)
  private count = 0

  /** Number of different n-grams. */
  get size(): number {
    return this.count
  }

  add(low: number, high: number, source: number): void {
    if (this.count * 2 >= this.low.length) this.grow()
    const slot = this.slotOf(low, high)
    if (this.source[slot] !== 0) return
    this.put(slot, low, high, source + 1)
    this.count++
  }

  /** @returns the slot of the n-gram, the same until the next `add`; −1 where it is not in the set. */
  find(low: number, high: number): number {
    const bit = low & (this.bits.length * 32 - 1)
    if ((this.bits[bit >>> 5]! & (1 << (bit & 31))) === 0) return -1
    const slot = this.slotOf(low, high)
    return this.source[slot] === 0 ? -1 : slot
  }

  /** The number of the text that an n-gram's slot came from first. */
  sourceAt(slot: number): number {
    return this.source[slot]! - 1
  }

  private slotOf(low: number, high: number): number {
    const mask = this.low.length - 1
    let slot = (low ^ high) & mask
    while (this.source[slot] !== 0 && (this.low[slot] !== low || this.high[slot] !== high))
      slot = (slot + 1) & mask
    return slot
  }

  private put(slot: number, low: number, high: number, source: number): void {
    this.low[slot] = low
    this.high[slot] = high
    this.source[slot] = source
    const bit = low & (this.bits.length * 32 - 1)
    this.bits[bit >>> 5] = this.bits[bit >>> 5]! | (1 << (bit & 31))
  }

  private grow(): void {
    const { low, high, source } = this
    const size = low.length * 2
    this.low = new Int32Array(size)
    this.high = new Int32Array(size)
    this.source = new Uint32Array(size)
    this.bits = new Uint32Array(size / 4)
    for (let old = 0; old < source.length; old++) {
      if (source[old] !== 0) this.put(this.slotOf(low[old]!, high[old]!), low[old]!, high[old]!, source[old]!)
    }
  }
}
