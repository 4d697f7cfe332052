import { expect, it } from 'vitest'
import { portableExp } from '../../../src/advantages/portable-exp.js'

/** e^x to 20 digits, as mpmath gives it. */
it.each([
  [0, '1'],
  [1, '2.7182818284590452354'],
  [-1, '0.3678794411714423216'],
  [0.5, '1.6487212707001281468'],
  [-0.5, '0.6065306597126334236'],
  [0.015625, '1.0157477085866857475'],
  [-0.3, '0.74081822068171786607'],
  [10, '22026.465794806716517'],
  [100, '2.6881171418161354484e43'],
  [-100, '3.720075976020835963e-44'],
])('e^%f', (x, wanted) => {
  expect(portableExp(x)).toBe(Number(wanted))
})

it('e^x · e^−x = 1 to two units in the last place', () => {
  for (let x = -100; x <= 100; x += 0.37) {
    expect(Math.abs(portableExp(x) * portableExp(-x) - 1)).toBeLessThanOrEqual(2 ** -52)
  }
})
