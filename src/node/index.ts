export type { ScoringError } from './score-chunk.js'
export { createScorer, type Rollout, type Scored, type ScoreOptions, type Scorer, type ScorerOptions } from './scorer.js'
export type { TaskOptionsSource } from './task-options.js'
