/**
 * golongrl/node: files, a pool of workers and the reward service.
 *
 * @module golongrl/node
 */
export { type CheckOptions, checkDataset, type DatasetReport } from './check/check-dataset.js'
export type { Finding, FindingKind } from './check/finding.js'
export { mappedRows } from './files/mapped-rows.js'
export type { Row } from './files/row.js'
export { readRows } from './files/rows.js'
export type { ScoredRow } from './files/scored-row.js'
export type { ScoreSummary, TaskSummary } from './files/summary.js'
export { type FindRolloutOptions, findRollout } from './find-rollout.js'
export type { ScoringError } from './score-chunk.js'
export { type CannotScore, type ScoreFilesOptions, type ScoreProgress, scoreFiles } from './score-files.js'
export {
  createScorer,
  type Scored,
  type ScoreOptions,
  type Scorer,
  type ScorerOptions,
} from './scorer.js'
export type { ServiceLimits } from './service/app.js'
export { type RequestTexts, type RewardService, type ServeOptions, serve } from './service/serve.js'
export type { RequestReport } from './service/telemetry.js'
export type { TaskOptionsSource } from './task-options.js'
export { loadTaskOptions } from './task-options.js'
