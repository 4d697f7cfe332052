/**
 * The benchmark harness: workloads as data, subjects that plug in, measurements that take turns.
 * Paired comparisons with intervals; `tasksOf` hands the workloads to tinybench, mitata or Vitest.
 *
 * @module golongrl/bench
 */
export {
  type BenchTask,
  describeChange,
  type GithubBenchmark,
  githubBenchmarks,
  tasksOf,
} from './adapters.js'
export { type Change, compare, type Ratio, ratio, regressions } from './compare.js'
export { type Growth, growth } from './growth.js'
export { type Failure, type Measurement, type MeasureOptions, measure, type Turn } from './measure.js'
export { type Interval, median } from './statistics.js'
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
