import type { Interpretations } from '../read/interpretations.js'

/** The answer of a response, and what it can mean. */
export interface Extraction {
  readonly text: string
  readonly readings: Interpretations
  /** How it was found. */
  readonly found: 'boxed' | 'phrase' | 'statement' | 'math' | 'number' | 'words' | 'withheld'
  /** The boxes that answer together, where there are several. */
  readonly parts?: readonly string[]
  /** What the sentence says beside it: "similar" of "Yes, they are similar". */
  readonly also?: string
  /** The quantity that its sentence says it is of: "nullity" of "The nullity is 2". */
  readonly of?: string
}

/** What is found in a text, before it is read. */
export type Candidate = Omit<Extraction, 'readings'>

/** Whether a text can be read as mathematics. */
export type IsReadable = (text: string) => boolean
