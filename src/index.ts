/**
 * Verdicts, advantages, losses: pure functions, no Node, no I/O, no globals.
 *
 * @module golongrl
 */
export {
  type AdvantageDiagnostics,
  type AdvantageDiagnosticsOptions,
  advantageDiagnostics,
  type TaskDiagnostics,
} from './advantages/advantage-diagnostics.js'
export type { CarriedScale, CarriedScales } from './advantages/carried-scales.js'
export { clipAdvantages } from './advantages/clip-advantages.js'
export {
  ADVANTAGE_ESTIMATORS,
  type AdvantageSpec,
  checkAdvantageSpec,
  computeAdvantages,
  ESTIMATOR_OPTIONS,
} from './advantages/compute-advantages.js'
export { type DifficultyOptions, difficultyWeights, reweight } from './advantages/difficulty-weights.js'
export { type GdpoOptions, gdpo } from './advantages/gdpo.js'
export { type GpgOptions, gpg } from './advantages/gpg.js'
export { type GroupedRolloutBatch, groupRollouts, type RolloutBatch } from './advantages/group-rollouts.js'
export { type GrpoOptions, grpo } from './advantages/grpo.js'
export { type GrpoDifficultyOptions, grpoDifficulty } from './advantages/grpo-difficulty.js'
export { type GrpoPassKOptions, grpoPassK } from './advantages/grpo-pass-k.js'
export {
  type InformativeGroups,
  type InformativeGroupsOptions,
  informativeGroups,
} from './advantages/informative-groups.js'
export { type MaxRlOptions, maxRl } from './advantages/max-rl.js'
export { type OpoOptions, opo } from './advantages/opo.js'
export type { SingletonPolicy } from './advantages/options.js'
export type { AdvantageStatistics, Advantages, PromptGroups } from './advantages/prompt-groups.js'
export { type QwenLongOptions, qwenLong } from './advantages/qwen-long.js'
export { type ReinforcePlusPlusOptions, reinforcePlusPlus } from './advantages/reinforce-plus-plus.js'
export {
  type ReinforcePlusPlusBaselineOptions,
  reinforcePlusPlusBaseline,
} from './advantages/reinforce-plus-plus-baseline.js'
export { remax } from './advantages/remax.js'
export { type RlooOptions, rloo } from './advantages/rloo.js'
export { type TmnOptions, tmn } from './advantages/tmn.js'
export { type TmnReweightOptions, tmnReweight } from './advantages/tmn-reweight.js'
export { type ValuesToWhiten, type VarianceKind, type WhitenOptions, whiten } from './advantages/whiten.js'
export type { Reading } from './answers/reading.js'
export type { ChatMessage, ResponseText } from './answers/response-text.js'
export type { Tokenizer } from './answers/segment-words.js'
export { segmentWords } from './answers/segment-words.js'
export { THINK_TAGS, type ThinkGate, type ThinkTagPreset } from './answers/think-gate.js'
export {
  type BackendError,
  type BackendFailed,
  type BackendUnavailable,
  type BadBatch,
  type BadGold,
  type BadOption,
  type BadRecord,
  type BadResponse,
  badGold,
  describeError,
  type GolongrlError,
  type MetricError,
  type RecordError,
  type WorkerFailed,
} from './errors.js'
export { type AdaptiveKlOptions, adaptKlCoefficient } from './losses/adapt-kl-coefficient.js'
export { AGGREGATIONS, type AggregationOptions } from './losses/aggregation.js'
export {
  type DistillationBatch,
  type DistillationOptions,
  distillationAdvantages,
} from './losses/distillation-advantages.js'
export type { KlEstimator, KlOptions } from './losses/kl-options.js'
export {
  type CommonLossOptions,
  LOSS_KINDS,
  type LossKindOptions,
  type LossProfile,
  type PolicyLossOptions,
} from './losses/loss-options.js'
export { mergeLosses, mergeMetrics } from './losses/merge-losses.js'
export { type OffPolicyMaskOptions, offPolicyMask } from './losses/off-policy-mask.js'
export { policyLoss } from './losses/policy-loss.js'
export { type RemainingRollouts, rejectedRollouts } from './losses/rejected-rollouts.js'
export {
  type RolloutCorrection,
  type RolloutCorrectionBatch,
  type RolloutCorrectionOptions,
  rolloutCorrection,
} from './losses/rollout-correction.js'
export type { RejectionMeasure, RejectionRule } from './losses/rollout-rejection.js'
export { type BatchPart, type SplitOptions, splitBatch } from './losses/split-batch.js'
export type {
  Aggregation,
  Denominators,
  FloatArray,
  PolicyLoss,
  PolicyLossMetrics,
  TokenBatch,
} from './losses/token-batch.js'
export type { TokenSelection } from './losses/token-selection.js'
export { type TopEntropyOptions, topEntropyMask } from './losses/top-entropy-mask.js'
export { type ValueBatch, type ValueLoss, type ValueLossOptions, valueLoss } from './losses/value-loss.js'
export type { OptionRow, OptionRows } from './options/option-row.js'
export type { Profile } from './profile.js'
export {
  type Either,
  getOrElse,
  isLeft,
  isRight,
  left,
  match,
  orReject,
  orThrow,
  ResultError,
  right,
  type TaskEither,
} from './results.js'
export { type Gae, type GaeBatch, type GaeOptions, gae } from './rewards/gae.js'
export { type Returns, returns } from './rewards/returns.js'
export {
  type LengthOptions,
  type OverlongOptions,
  type RawRewards,
  SHAPE_OPTIONS,
  type ShapedRewards,
  type ShapeOptions,
  shapeRewards,
} from './rewards/shape-rewards.js'
export type { RewardKlOptions, TokenRewardBatch, TokenRewardOptions } from './rewards/token-rewards.js'
export { scoringVersion } from './scoring-version.js'
export { readTask } from './tasks/read-task.js'
export { type PresetName, RECORD_PRESETS, suggestPreset } from './tasks/record-map/presets.js'
export { checkMap, readMap, writeMap } from './tasks/record-map/read-map.js'
export {
  type MappedRow,
  mapRecord,
  mapRollout,
  type RecordMap,
  type RecordPaths,
  recordAt,
} from './tasks/record-map/record-map.js'
export { suggestMap } from './tasks/record-map/suggest-map.js'
export { type Rollout, scoreBatch, scoreRecord, scoreResponse } from './tasks/score-record.js'
export { scoreTask } from './tasks/score-task.js'
export type { Task, TaskOptions } from './tasks/task.js'
export { checkTaskOptions } from './tasks/task-options.js'
export type { AnyTaskRecord, DatasetRecord, KnownRecord, TaskGolds, TaskRecord } from './tasks/task-record.js'
export * from './verifiers/accuracy.js'
export * from './verifiers/choice-accuracy.js'
export * from './verifiers/exact-match.js'
export * from './verifiers/f1.js'
export * from './verifiers/iou.js'
export type { ItemMatcher, MatchOptions } from './verifiers/item-matcher.js'
export type { MathVerifyOptions } from './verifiers/math-verify.js'
export { mathVerifier, mathVerify } from './verifiers/math-verify.js'
export * from './verifiers/ndcg.js'
export * from './verifiers/pairwise-accuracy.js'
export { type RetrievalCalculateGold, retrievalCalculateVerifier } from './verifiers/retrieval-calculate.js'
export * from './verifiers/rouge-l.js'
export * from './verifiers/sub-exact-match.js'
export type { Explanation, Reason, Score, TaskType, Verdict } from './verifiers/verdict.js'
export { reasonFor, TASK_TYPES } from './verifiers/verdict.js'
export type { Verifier, VerifierOptions } from './verifiers/verifier.js'
export { verify } from './verifiers/verifier.js'
