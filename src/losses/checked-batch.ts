import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js'
import { type BadBatch, type BadOption, badBatch } from '../errors.js'
import { DIVISOR } from '../magnitude.js'
import { findUnknownName } from '../options/find-bad-option.js'
import {
  type CountSelected,
  checkLayout,
  checkPerToken,
  findBadFields,
  isFloatArray,
  type Layout,
} from './layout.js'
import type { Denominators, FloatArray, TokenBatch } from './token-batch.js'

/** A token batch whose shapes have been checked. */
export interface CheckedBatch extends Layout {
  readonly logProbs: FloatArray
  readonly oldLogProbs: FloatArray
  readonly advantages: FloatArray
  /** Whether `advantages` holds one number per token; otherwise one per rollout. */
  readonly advantagePerToken: boolean
  readonly refLogProbs: FloatArray | undefined
  readonly importanceWeights: FloatArray | undefined
  readonly entropies: FloatArray | undefined
  readonly rolloutLogProbs: FloatArray | undefined
  readonly promptOf: ArrayLike<number> | undefined
  readonly denominators: Denominators | undefined
  readonly partOf: TokenBatch['partOf']
}

/**
 * Checks every shape of a batch, without reading the numbers in it. The loss's own pass finds out whether they are finite, and
 * `findNonFinite` names the first that is not.
 *
 * @returns `Left` naming the argument when the layout does not fit (`checkLayout`), or an array is missing, not a
 * Float32Array or Float64Array, or of another length than the layout says; `Left BadOption` for a field whose name is misspelt.
 */
export function checkTokenBatch(
  batch: TokenBatch,
  countSelected?: CountSelected,
): Either<BadBatch | BadOption, CheckedBatch> {
  const wrongField = findBadFields(batch, TOKEN_FIELDS)
  if (wrongField !== undefined) return left(wrongField)
  const { logProbs, oldLogProbs, advantages, refLogProbs, importanceWeights, entropies } = batch
  const { rolloutLogProbs, promptOf, denominators, partOf } = batch
  if (!isFloatArray(logProbs)) return left(badBatch('logProbs', 'a Float32Array or a Float64Array', logProbs))
  const size = logProbs.length
  const layout = checkLayout(batch, size, countSelected)
  if (isLeft(layout)) return layout
  for (const name of PER_TOKEN) {
    if (batch[name] === undefined && name !== 'oldLogProbs') continue
    const wrong = checkPerToken(name, batch[name], size)
    if (wrong !== undefined) return left(wrong)
  }
  if (!isFloatArray(advantages)) {
    return left(badBatch('advantages', 'a Float32Array or a Float64Array', advantages))
  }
  const advantagePerToken = advantages.length === size
  if (!advantagePerToken && advantages.length !== batch.rollouts) {
    const expected = `one value per token (${size}) or per rollout (${batch.rollouts})`
    return left(badBatch('advantages', expected, `${advantages.length} values`))
  }
  const wrong =
    checkPromptOf(promptOf, batch.rollouts) ??
    checkDenominators(denominators, batch.rollouts) ??
    checkPartOf(partOf, size)
  if (wrong !== undefined) return left(wrong)
  return right({
    ...layout.right,
    logProbs,
    oldLogProbs,
    advantages,
    advantagePerToken,
    refLogProbs,
    importanceWeights,
    entropies,
    rolloutLogProbs,
    promptOf,
    denominators,
    partOf,
  })
}

/** What the whole batch divides by: each number in its range, one prompt's tokens for each rollout. */
export function checkDenominators(
  denominators: Denominators | undefined,
  rollouts: number,
): BadBatch | BadOption | undefined {
  if (denominators === undefined) return undefined
  if (typeof denominators !== 'object' || denominators === null) {
    return badBatch('denominators', 'an object', denominators)
  }
  const unknown = findUnknownName(denominators, [...DENOMINATORS, 'promptTokens'], 'denominators')
  if (unknown !== undefined) return unknown
  for (const name of DENOMINATORS) {
    const value = denominators[name]
    if (value === undefined) continue
    if (!DIVISOR.accepts(value)) return badBatch(`denominators.${name}`, DIVISOR.expected, value)
  }
  const { promptTokens } = denominators
  if (promptTokens === undefined) return undefined
  if (promptTokens?.length !== rollouts) {
    return badBatch('denominators.promptTokens', `one value per rollout, ${rollouts} in all`, promptTokens)
  }
  for (let s = 0; s < rollouts; s++) {
    const value = promptTokens[s]!
    if (value === 0 || DIVISOR.accepts(value)) continue
    return badBatch(`denominators.promptTokens[${s}]`, `0, or ${DIVISOR.expected}`, value)
  }
  return undefined
}

const DENOMINATORS = ['tokens', 'rollouts', 'allRollouts', 'length', 'prompts'] as const

export function checkPromptOf(
  promptOf: ArrayLike<number> | undefined,
  rollouts: number,
): BadBatch | undefined {
  if (promptOf === undefined) return undefined
  if (promptOf?.length !== rollouts) {
    return badBatch('promptOf', `one number per rollout, ${rollouts} in all`, promptOf)
  }
  for (let s = 0; s < rollouts; s++) {
    const prompt = promptOf[s]
    if (!(Number.isSafeInteger(prompt) && prompt! >= 0)) {
      return badBatch(`promptOf[${s}]`, 'a whole number, 0 or more', prompt)
    }
  }
  return undefined
}

function checkPartOf(partOf: TokenBatch['partOf'], size: number): BadBatch | undefined {
  if (partOf === undefined) return undefined
  if (typeof partOf !== 'object' || partOf === null) return badBatch('partOf', 'set by splitBatch', partOf)
  const { positions } = partOf
  if (positions instanceof Int32Array && positions.length === size) return undefined
  return badBatch('partOf.positions', `one index per token, ${size} in all`, positions)
}

/** The arrays of one number per token, beside `logProbs`. */
export const PER_TOKEN = [
  'oldLogProbs',
  'refLogProbs',
  'importanceWeights',
  'entropies',
  'rolloutLogProbs',
] as const

const TOKEN_FIELDS = ['logProbs', 'advantages', ...PER_TOKEN, 'promptOf', 'denominators', 'partOf']
