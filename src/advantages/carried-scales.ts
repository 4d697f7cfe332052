import { LARGEST } from '../magnitude.js'
import type { OptionRow } from '../options/option-row.js'

/** What earlier steps know about the spread of one task type. A plain object: it survives JSON. */
export interface CarriedScale {
  /** The average of the earlier squared scales, from 0 to 1e200: already divided by `weight`. */
  readonly squared: number
  /** 1 − decay^t after t steps: how much of a full average it is, from 0 to 1. */
  readonly weight: number
}

/** Per task type. A bare number is a squared scale known from elsewhere, such as a whole data set: weight 1. */
export type CarriedScales = Readonly<Record<string, CarriedScale | number>>

/**
 * The squared scale of each task type after one more step, an exponential average without the bias of its start:
 *
 *     V ← decay · V + (1 − decay) · v        w ← decay · w + (1 − decay)        squared = V / w        w = 1 − decay^t
 *
 * Types that the step does not have stay as they are; a type's first step gives v itself.
 *
 * @param measured the mean variance v of each task type that has one in this step.
 */
export function carryScales(
  carried: CarriedScales,
  measured: ReadonlyMap<string, number>,
  decay: number,
): Readonly<Record<string, CarriedScale>> {
  const scales = new Map(Object.entries(carried).map(([name, scale]) => [name, asScale(scale)]))
  for (const [name, variance] of measured) {
    const { squared, weight } = scales.get(name) ?? { squared: 0, weight: 0 }
    const old = decay * weight
    const sum = old + (1 - decay)
    scales.set(name, {
      squared: old === 0 ? variance : (old / sum) * squared + ((1 - decay) / sum) * variance,
      weight: sum,
    })
  }
  return Object.fromEntries(scales)
}

const LARGEST_SQUARE = LARGEST * LARGEST

export const CARRIED_SCALES: OptionRow = {
  kind: 'map',
  of: {
    kind: 'object',
    fields: {
      squared: { kind: 'number', from: 0, to: LARGEST_SQUARE },
      weight: { kind: 'number', from: 0, to: 1 },
    },
    required: ['squared', 'weight'],
    or: { kind: 'number', from: 0, to: LARGEST_SQUARE },
  },
}

const asScale = (scale: CarriedScale | number): CarriedScale =>
  typeof scale === 'number' ? { squared: scale, weight: 1 } : scale
