import { type Either, left, right } from 'fp-ts/lib/Either.js'
import { type BadBatch, type BadOption, badBatch } from '../errors.js'
import { findMisspeltName } from '../options/find-bad-option.js'
import type { FloatArray } from './token-batch.js'

/** Where the tokens of each rollout lie, the padded and the packed layout reduced to one. */
export interface Layout {
  readonly rollouts: number
  /** T, where the caller said it. */
  readonly tokens: number | undefined
  /** [N + 1] row s is `starts[s] … starts[s + 1] - 1`. */
  readonly starts: ArrayLike<number>
  /** Non-zero selects a response token; undefined selects all. */
  readonly responseMask: ArrayLike<number | boolean> | undefined
  /** [N] response tokens of each row. */
  readonly lengths: Int32Array
}

/** What a caller says about the layout; see `TokenBatch`. */
export interface GivenLayout {
  readonly rollouts: number
  readonly tokens?: number
  readonly offsets?: Int32Array | Uint32Array
  readonly responseMask?: ArrayLike<number | boolean>
}

/**
 * @param size the number of values in each per-token array.
 * @param countSelected a backend may count faster.
 * @returns `Left` when the counts are not whole numbers or do not multiply to `size`, when `offsets` do not start at 0, rise,
 * and end at `size`, when a padded batch has no mask, or the mask has another length, or when `rollouts` without columns are
 * more than 2²⁰: nothing else bounds them.
 */
export function checkLayout(
  given: GivenLayout,
  size: number,
  countSelected: CountSelected = countNonZero,
): Either<BadBatch, Layout> {
  const { rollouts, tokens, offsets, responseMask } = given
  if (!isCount(rollouts)) return left(badBatch('rollouts', 'a whole number, 0 or more', rollouts))
  if (tokens !== undefined && !isCount(tokens)) {
    return left(badBatch('tokens', 'a whole number, 0 or more', tokens))
  }
  const wrong = offsets === undefined ? checkPadded(given, size) : checkOffsets(offsets, rollouts, size)
  if (wrong !== undefined) return left(wrong)
  if (responseMask !== undefined && responseMask?.length !== size) {
    const received = responseMask === null ? null : `${responseMask.length} values`
    return left(badBatch('responseMask', `one value per token, ${size} in all`, received))
  }
  const wrongMask = Array.isArray(responseMask) ? checkMask(responseMask) : undefined
  if (wrongMask !== undefined) return left(wrongMask)
  const starts = offsets ?? evenStarts(rollouts, tokens!)
  return right({
    rollouts,
    tokens,
    starts,
    responseMask,
    lengths: countTokens(starts, rollouts, responseMask, countSelected),
  })
}

/**
 * A batch that is no object, or in which the name of a known field is misspelt. A batch may carry fields of its owner's, so a
 * name that resembles none is passed over.
 *
 * @param names the fields that are read, beside those of the layout
 */
export const findBadFields = (batch: unknown, names: readonly string[]): BadBatch | BadOption | undefined =>
  typeof batch === 'object' && batch !== null
    ? findMisspeltName(batch, [...LAYOUT_FIELDS, ...names], 'options')
    : badBatch('batch', 'an object', batch)

const LAYOUT_FIELDS = ['rollouts', 'tokens', 'offsets', 'responseMask']

/** How many of `mask[start] … mask[end − 1]` are not 0. */
export type CountSelected = (mask: Uint8Array, start: number, end: number) => number

/** Whether `values` is a float array of one value per token. */
export function checkPerToken(name: string, values: unknown, size: number): BadBatch | undefined {
  if (!isFloatArray(values)) return badBatch(name, 'a Float32Array or a Float64Array', values)
  if (values.length === size) return undefined
  return badBatch(name, `one value per token, ${size} in all`, `${values.length} values`)
}

export function isFloatArray(value: unknown): value is FloatArray {
  return value instanceof Float64Array || value instanceof Float32Array
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0
}

/** The text "0" would select. Typed arrays hold numbers anyway. */
function checkMask(mask: readonly unknown[]): BadBatch | undefined {
  const i = mask.findIndex(
    (value) => typeof value !== 'boolean' && (typeof value !== 'number' || Number.isNaN(value)),
  )
  return i < 0 ? undefined : badBatch(`responseMask[${i}]`, 'a number, or true or false', mask[i])
}

const MOST_EMPTY_ROLLOUTS = 2 ** 20

function checkPadded({ rollouts, tokens, responseMask }: GivenLayout, size: number): BadBatch | undefined {
  if (tokens === undefined)
    return badBatch('tokens', 'the columns of a padded batch, or offsets given', tokens)
  if (tokens === 0 && rollouts > MOST_EMPTY_ROLLOUTS) {
    return badBatch('rollouts', `at most ${MOST_EMPTY_ROLLOUTS} where tokens is 0`, rollouts)
  }
  if (rollouts * tokens !== size) {
    return badBatch('logProbs', `rollouts × tokens = ${rollouts * tokens} values`, `${size} values`)
  }
  if (responseMask === undefined) {
    return badBatch('responseMask', 'given for a padded batch (a packed one has offsets)', responseMask)
  }
  return undefined
}

function checkOffsets(offsets: ArrayLike<number>, rollouts: number, size: number): BadBatch | undefined {
  if (!(offsets instanceof Int32Array || offsets instanceof Uint32Array)) {
    return badBatch('offsets', 'an Int32Array or a Uint32Array', offsets)
  }
  if (offsets.length !== rollouts + 1) {
    return badBatch('offsets', `rollouts + 1 = ${rollouts + 1} values`, `${offsets.length} values`)
  }
  if (offsets[0] !== 0) return badBatch('offsets[0]', '0', offsets[0])
  for (let rollout = 0; rollout < rollouts; rollout++) {
    if (offsets[rollout + 1]! < offsets[rollout]!) {
      return badBatch(`offsets[${rollout + 1}]`, `at least ${offsets[rollout]}`, offsets[rollout + 1])
    }
  }
  if (offsets[rollouts] !== size) {
    return badBatch(`offsets[${rollouts}]`, `the number of tokens, ${size}`, offsets[rollouts])
  }
  return undefined
}

function evenStarts(rollouts: number, tokens: number): Float64Array {
  const starts = new Float64Array(rollouts + 1)
  for (let rollout = 0; rollout <= rollouts; rollout++) starts[rollout] = rollout * tokens
  return starts
}

function countTokens(
  starts: ArrayLike<number>,
  rollouts: number,
  responseMask: ArrayLike<number | boolean> | undefined,
  countSelected: CountSelected,
): Int32Array {
  const lengths = new Int32Array(rollouts)
  for (let rollout = 0; rollout < rollouts; rollout++) {
    const start = starts[rollout]!
    const end = starts[rollout + 1]!
    let length = 0
    if (responseMask === undefined) length = end - start
    else if (responseMask instanceof Uint8Array) length = countSelected(responseMask, start, end)
    else for (let i = start; i < end; i++) if (responseMask[i]) length++
    lengths[rollout] = length
  }
  return lengths
}

/** The non-zero bytes among `bytes[start] … bytes[end − 1]`, four at a time: masks have millions of values that no branch predictor can guess. */
function countNonZero(bytes: Uint8Array, start: number, end: number): number {
  let count = 0
  let i = start
  for (; i < end && (bytes.byteOffset + i) % 4 !== 0; i++) if (bytes[i] !== 0) count++
  // A rest of no bytes may end at an address that is no multiple of 4.
  const aligned = i < end ? bytes.byteOffset + i : 0
  // Int32Array and an index: three times as fast as Uint32Array and an iterator.
  const words = new Int32Array(bytes.buffer, aligned, (end - i) >> 2)
  for (let w = 0; w < words.length; w++) {
    const word = words[w]!
    // The top bit of each byte: whether its lower seven bits carry into it, or it is set itself.
    const nonZero = ((((word & 0x7f7f7f7f) + 0x7f7f7f7f) | word) >>> 7) & 0x01010101
    count += Math.imul(nonZero, 0x01010101) >>> 24
  }
  for (i += 4 * words.length; i < end; i++) if (bytes[i] !== 0) count++
  return count
}
