/**
 * golongrl/testing: fast-check arbitraries and laws, for verifiers, estimators and losses, of this library or of the caller's.
 *
 * ```ts
 * import { verifierLaws } from 'golongrl/testing'
 * test('my F1', () => { verifierLaws(myF1, { kind: 'exhaustive-retrieval' }) })
 * ```
 *
 * Needs the package `fast-check`. Unlike the rest of the library these functions throw: they are assertions.
 *
 * @module golongrl/testing
 */
export * from './arbitraries/answered-golds.js'
export * from './arbitraries/hostile-text.js'
export * from './arbitraries/items.js'
export * from './arbitraries/math-expressions.js'
export * from './arbitraries/responses.js'
export * from './arbitraries/rollout-batches.js'
export * from './arbitraries/token-batches.js'
export * from './arbitraries/written-answers.js'
export * from './describe-backend.js'
export type { TestFunction, TestRunner } from './laws/describe-laws.js'
export * from './laws/estimator-claims.js'
export { describeEstimator, type EstimatorLawOptions, estimatorLaws } from './laws/estimator-laws.js'
export type { EstimatorOutcome, EstimatorUnderTest } from './laws/estimator-under-test.js'
export * from './laws/law.js'
export type { LawParameters, LawSelection } from './laws/law-parameters.js'
export type { LossClaims } from './laws/loss-claims.js'
export { describeLoss, type LossLawOptions, lossLaws } from './laws/loss-laws.js'
export type { LossOutcome, LossUnderTest } from './laws/loss-under-test.js'
export { describeStep, STEP_NAMES, type StepLawOptions, stepLaws } from './laws/step/step-laws.js'
export type { StepFunctions, StepName, StepUnderTest } from './laws/step/step-under-test.js'
export {
  type AnyRelation,
  type Call,
  type Comparison,
  type Relation,
  relation,
  type Scored,
} from './laws/verifier/relation.js'
export type {
  AsyncVerifierUnderTest,
  RewardOutcome,
  VerifierUnderTest,
} from './laws/verifier/verifier-under-test.js'
export {
  describeVerifier,
  type VerifierLawOptions,
  verifierLaws,
  verifierLawsAsync,
} from './laws/verifier-laws.js'
