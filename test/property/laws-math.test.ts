import { expect, it } from 'vitest'
import { verifierLaws } from '../../src/testing/index.js'
import { mathVerify } from '../../src/verifiers/math-verify.js'

it('mathVerify keeps its laws', () => {
  expect(verifierLaws(mathVerify, { kind: 'numerical-reasoning', runs: 150 })).toContain(
    'equal values are equal',
  )
})
