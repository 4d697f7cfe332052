/**
 * The benchmark harness: workloads as data, subjects that plug in, measurements that take turns.
 * Timing itself is tinybench's; it is bundled.
 *
 * @module golongrl/bench
 */
export { type Change, compare, type Ratio, ratio } from './compare.js'
export { type Growth, growth } from './growth.js'
export { type Measurement, type MeasureOptions, measure, median, type Turn } from './measure.js'
export type { AnyContest, Contest, Subject, Workload } from './workload.js'
export {
  type Answer,
  answerWorkloads,
  calculationWorkload,
  expressionWorkload,
  growingAnswerWorkloads,
} from './workloads/answers.js'
export { type RecordedAnswer, recordWorkload } from './workloads/records.js'
export {
  doubleTokenWorkload,
  packedTokenWorkload,
  paddedTokenWorkload,
  rewardWorkload,
} from './workloads/training-steps.js'
