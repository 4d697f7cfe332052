import { isRight } from 'fp-ts/lib/Either.js'
import { expect, it } from 'vitest'
import { mathVerify } from '../../src/verifiers/math-verify.js'

/** A construct in itself: a step that visits what it holds twice would take 2^30 of them, which the test would not outlive. */
const DEPTH = 30

it.each([
  ['\\lfloor ', '\\rfloor'],
  ['\\lceil ', '\\rceil'],
  ['|', '|'],
  ['(-1)^{', '}'],
  ['(', ')^n'],
  ['(', ')!'],
  ['x^{', '}'],
  ['\\sqrt{', '}'],
  ['\\frac{1}{1+', '}'],
  ['\\sin(', ')'],
  ['\\log_{2}(', ')'],
  ['\\gcd(2,', ')'],
  ['\\max(1,', ')'],
  ['\\binom{', '}{2}'],
  ['\\varphi(', ')'],
  ['f(', ')'],
  ['\\det(', ')'],
  ['\\operatorname{tr}(', ')'],
  ['\\sum_{k=1}^{', '}k'],
  ['\\int_0^{', '}t\\,dt'],
  ['\\lim_{x\\to 0}(', ')'],
  ['\\lim_{x\\to 0^+}\\frac{1}{', '}'],
  ['\\frac{d}{dx}(', ')'],
  ['\\forall x(', ')'],
  ['\\neg(', ')'],
  ['\\{', '\\}'],
  ['A\\cup(', ')'],
  ['\\begin{cases}', '&x>0\\end{cases}'],
  ['\\begin{pmatrix}', '&1\\\\0&1\\end{pmatrix}'],
  ['{\\color{red} ', '}'],
  ['{1 \\over ', '}'],
])('%s…%s in itself ends', (open, close) => {
  for (const letter of ['x', 'n', 'A']) {
    const nested = (inner: string) => `${open.repeat(DEPTH)}${inner}${close.repeat(DEPTH)}`
    mathVerify(`\\boxed{${nested(letter)}}`, nested(`${letter}+1`))
    expect(isRight(mathVerify(`\\boxed{${nested(letter)}}`, 'y=3'))).toBe(true)
  }
})
