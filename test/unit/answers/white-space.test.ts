import { expect, it } from 'vitest'
import { isWhiteSpace, joinWhiteSpace, strip } from '../../../src/answers/white-space.js'

/** The BMP characters for which Python's `str.isspace()` is true. */
const PYTHON_SPACES =
  '\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000'

it('white space is what Python takes for it, alone and in a text', () => {
  for (let code = 0; code <= 0xffff; code++) {
    const character = String.fromCharCode(code)
    const space = PYTHON_SPACES.includes(character)
    if (isWhiteSpace(code) !== space) expect.fail(`U+${code.toString(16)}`)
    const joined = joinWhiteSpace(`a${character}${character}b`)
    if ((joined === 'a b') !== space) expect.fail(`joined, U+${code.toString(16)}`)
  }
})

it.each([
  ['', '', ''],
  [' ', '', ''],
  ['a', 'a', 'a'],
  ['a b', 'a b', 'a b'],
  [' a', 'a', 'a'],
  ['a ', 'a', 'a'],
  ['a  b', 'a  b', 'a b'],
  ['a\tb', 'a\tb', 'a b'],
  ['\n a \n\n b\u3000', 'a \n\n b', 'a b'],
  ['a\u200bb', 'a\u200bb', 'a\u200bb'],
])('%j stripped is %j, joined %j', (text, stripped, joined) => {
  expect(strip(text)).toBe(stripped)
  expect(joinWhiteSpace(text)).toBe(joined)
})
