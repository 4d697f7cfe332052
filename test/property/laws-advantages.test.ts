import { describe, it } from 'vitest'
import { grpo } from '../../src/advantages/grpo.js'
import { tmn } from '../../src/advantages/tmn.js'
import { tmnReweight } from '../../src/advantages/tmn-reweight.js'
import { estimatorLaws } from '../../src/testing/index.js'

describe('our estimators keep their laws', () => {
  it('grpo', () => {
    estimatorLaws((groups) => grpo(groups), { like: 'grpo' })
  })
  it('grpo without division by the standard deviation (Dr.GRPO)', () => {
    estimatorLaws((groups) => grpo(groups, { normalizeByStd: false }), { like: 'drGrpo' })
  })
  it('tmn', () => {
    estimatorLaws((groups) => tmn(groups), { like: 'tmn' })
  })
  it('tmnReweight', () => {
    estimatorLaws((groups) => tmnReweight(groups), { like: 'tmnReweight' })
  })
})
