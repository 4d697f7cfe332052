import { expect, it } from 'vitest'
import { canonical } from '../../../src/answers/canonical.js'

it('is the normal form C of every character, alone and behind a letter', () => {
  const wrong: string[] = []
  for (let code = 0; code <= 0x10ffff; code++) {
    const character = String.fromCodePoint(code)
    for (const text of [character, `e${character}`, `가${character}`]) {
      if (canonical(text) !== text.normalize('NFC')) wrong.push(code.toString(16))
    }
  }
  expect(wrong).toEqual([])
})
