import type { Reading } from '../answers/reading.js'
import type { ThinkGate } from '../answers/think-gate.js'
import type { Profile } from '../profile.js'
import type { F1Options } from '../verifiers/f1.js'
import type { MathVerifyOptions } from '../verifiers/math-verify.js'
import type { NdcgOptions } from '../verifiers/ndcg.js'
import type { PairwiseAccuracyOptions } from '../verifiers/pairwise-accuracy.js'
import type { RougeLOptions } from '../verifiers/rouge-l.js'
import type { SubExactMatchOptions } from '../verifiers/sub-exact-match.js'
import type { Score } from '../verifiers/verdict.js'
import type { Verifier, VerifierOptions } from '../verifiers/verifier.js'

/**
 * How records are read and responses scored. All of it is bound when the record is read. Beside the fields
 * below, the options of every metric: `match`, `gain`, `maxLinesPerGold`, `variant`, `tokenize`, …
 */
export interface TaskOptions
  extends F1Options,
    SubExactMatchOptions,
    NdcgOptions,
    PairwiseAccuracyOptions,
    RougeLOptions,
    MathVerifyOptions {
  /** What the think tags of a response must look like. Default: one `</think>`, the opening tag optional. */
  readonly gate?: ThinkGate
  /**
   * Task types of your own. One that bears the name of a built-in task type takes its place. Default: none.
   */
  readonly customTasks?: readonly Verifier<unknown>[]
}

/** One prompt's task: the gold read, everything that decides about a response bound. Made by `readTask`. */
export interface Task {
  /** One of the nine, or the name of a custom task. TMN groups by it. */
  readonly taskType: string
  /**
   * The tag the published trainer groups by: `NDCG`, `selection`, `EM`, … Two modes can share a task type.
   */
  readonly rewardMode: string
  /**
   * The metric's name: `EM`, `Accuracy`, `F1`, `math_verify`, `IoU`, `SubEM`, `NDCG`, `Pairwise`, `ROUGE-L`.
   */
  readonly metric: string
  readonly profile: Profile
  readonly reading: Reading
  readonly gate: ThinkGate
  readonly explain: boolean
  /** The same task in the lenient reading, for the explanation of a strict reward of 0; absent where nothing is explained. */
  readonly lenient?: () => Task | undefined
  /** The gold as the record has it. */
  readonly gold: unknown
  /** What a model that knows the gold answers, without its think block; undefined where the verifier does not say. */
  readonly perfectAnswer: () => string | undefined
  /**
   * What the metric sees: the text after the think block, or, where the published code does so, the whole
   * response.
   */
  readonly scope: 'answer' | 'response'
  /** Scores the text in the task's scope against the gold. */
  readonly score: (text: string) => Score
}

/** What a record asks for, before its gold is read. */
export interface Assignment {
  readonly verifier: Verifier<unknown>
  readonly rewardMode: string
  readonly gold: unknown
  /** Where the gold stands, as a path from `record`. */
  readonly goldPath: string
  /** What the metric sees in the published profile; in the natural one it is always the answer. */
  readonly publishedScope: 'answer' | 'response'
  /** Options that the record itself settles. */
  readonly options: VerifierOptions & Pick<RougeLOptions, 'language'>
}
