/** What became of one answer. */
export interface Outcome {
  readonly reward: 0 | 1
  readonly reason: 'correct' | 'wrong' | 'no answer'
  readonly extracted: string
}
