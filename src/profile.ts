import type { OptionRow } from './options/option-row.js'

/** Which rules score: the metric's definition, or the numbers of the published training code, defects included. */
export type Profile = 'natural' | 'published'

export const PROFILE: OptionRow = { kind: 'choice', of: ['natural', 'published'], default: 'natural' }
