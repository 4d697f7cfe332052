export { type AdvantageSpec, computeAdvantages } from './advantages/compute-advantages.js'
export { type DifficultyOptions, difficultyWeights, reweight } from './advantages/difficulty-weights.js'
export { groupRollouts, type RolloutBatch } from './advantages/group-rollouts.js'
export { type GrpoOptions, grpo } from './advantages/grpo.js'
export type { SingletonPolicy } from './advantages/options.js'
export type { AdvantageStatistics, Advantages, PromptGroups } from './advantages/prompt-groups.js'
export { type TmnOptions, tmn } from './advantages/tmn.js'
export { type TmnReweightOptions, tmnReweight } from './advantages/tmn-reweight.js'
export * from './errors.js'
export type { AggregationOptions, Denominators } from './losses/aggregation.js'
export { type CommonLossOptions, type PolicyLossOptions, policyLoss } from './losses/policy-loss.js'
export type {
  Aggregation,
  FloatArray,
  PolicyLoss,
  PolicyLossMetrics,
  TokenBatch,
} from './losses/token-batch.js'
