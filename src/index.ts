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
