import { describe, expect, it } from 'vitest'
import { createPieces, joinPieces } from '../../src/node/service/shared-pieces.js'

const MIB = 1 << 20

describe('shared pieces', () => {
  it('hold what was written, however it was cut', () => {
    const memory = createPieces(MIB)
    const bytes = Buffer.from(Array.from({ length: 300_001 }, (_, i) => i % 251))
    const writer = memory.write()
    for (let from = 0, size = 1; from < bytes.length; from += size, size = (size * 3) % 70_001)
      expect(writer.add(bytes.subarray(from, from + size))).toBe(true)
    expect(joinPieces(writer.content()).equals(bytes)).toBe(true)
  })

  it('are handed out again once they are given back, and end', () => {
    const memory = createPieces(MIB)
    const first = memory.write()
    expect(first.add(Buffer.alloc(MIB, 1))).toBe(true)
    const second = memory.write()
    expect(second.add(Buffer.from('x'))).toBe(false)
    memory.giveBack(first.content())
    expect(second.add(Buffer.from('x'))).toBe(true)
    // What an earlier body left in a piece is no part of a later one.
    expect(joinPieces(second.content()).toString()).toBe('x')
    expect(first.content().pieces).toContain(second.content().pieces[0])
  })
})
