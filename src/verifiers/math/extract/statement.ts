/** What a text states, and how that was found. */
export interface Statement {
  readonly text: string
  readonly found: 'statement' | 'math' | 'number' | 'withheld'
  /** The value that its sentence keeps of several. */
  readonly isKept?: true
}

/** What is read of a line on either side of its last number, or formula. */
export const LONGEST_LINE = 1_000

/** What is read of a sentence to see whether it states something. */
export const LONGEST_SENTENCE = 400

/** Formulas that are passed over because the words before them take them back, or make conditions of them. */
export const MOST_FORMULAS = 3
