/**
 * golongrl/data: building a data set. Difficulty from scored rollouts, balanced batch plans, n-gram decontamination, near duplicates, prompts that
 * ask for what the verifier reads. Pure: files are streamed by `golongrl data`.
 *
 * @module golongrl/data
 */
export { answerFormat, type FormatLanguage } from './answer-format.js'
export {
  type ContaminatedRecord,
  type ContaminationMatch,
  createDecontaminator,
  type DecontaminateOptions,
  type Decontaminator,
} from './decontaminate.js'
export {
  createDifficultyMeter,
  DIFFICULTY_RULES,
  type DifficultyRule,
  type KeepOptions,
  keepByDifficulty,
  measureDifficulty,
  PASS_THRESHOLDS,
  type PromptDifficulty,
  type QaChecks,
  qaChecks,
  type ScoredRollout,
} from './difficulty.js'
export { binOf, estimatedTokens, LENGTH_BINS } from './length-bins.js'
export {
  createNearDuplicates,
  type DuplicateCluster,
  type NearDuplicateOptions,
  type NearDuplicates,
  shingleSimilarity,
} from './near-duplicates.js'
export { type PlannedBatch, type PlannedPrompt, type PlanOptions, planBatches } from './plan-batches.js'
export { promptProblems } from './prompt-problems.js'
export { TEXT_RULES, type TextRuleName } from './text-rule.js'
