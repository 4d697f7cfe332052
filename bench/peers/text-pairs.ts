import { mathVerify, readTask, scoreRecord, scoreTask, type TaskType } from 'golongrl'
import {
  type Answer,
  answerWorkloads,
  calculationWorkload,
  recordWorkload,
  type Workload,
} from 'golongrl/bench'
import { METRICS } from '../contests.js'
import { rightOf } from '../right-of.js'
import type { Pair } from './pair.js'

const TASK_TYPE_OF: Readonly<Record<string, TaskType>> = {
  exactMatch: 'precise-retrieval',
  accuracy: 'comprehension',
  choiceAccuracy: 'comprehension',
  f1: 'exhaustive-retrieval',
  subExactMatch: 'structured-matching',
  ndcg: 'graded-ranking',
  pairwiseAccuracy: 'sequence-ordering',
  iou: 'structured-extraction',
  rougeL: 'summarization',
  'rougeL, Chinese': 'summarization',
  mathVerify: 'numerical-reasoning',
  [calculationWorkload.name]: 'numerical-reasoning',
}

/** Workloads that only the released functions can do: the twin has no Chinese words and reads no LaTeX. */
export const RELEASED_ONLY: readonly string[] = ['rougeL, Chinese', 'mathVerify']

/** A response with its gold, think block and all; what the twin reads. */
export interface TextRollout {
  readonly taskType: TaskType
  readonly gold: unknown
  readonly response: string
}

/** 200 typical responses of each metric, each behind 400 words of thought. */
export function textRollouts(): Readonly<Record<string, readonly TextRollout[]>> {
  const [{ response = '' } = {}] = recordWorkload.make(16)
  const thought = response.slice(0, response.indexOf('</think>'))
  return Object.fromEntries(
    Object.entries(TASK_TYPE_OF).map(([name, taskType]) => {
      const workload =
        name === 'rougeL, Chinese' ? chineseSummaries : (answerWorkloads[name] ?? calculationWorkload)
      const rollouts = workload.make(workload.sizes[0]!).map(({ prediction, gold }) => ({
        ...{ taskType, gold },
        response: `${thought}</think>\n${prediction}`,
      }))
      return [name, rollouts]
    }),
  )
}

const RESPONSES_PER_RECORD = 16

const CHINESE_WORDS =
  '我们 研究 报告 数据 城市 经济 发展 问题 方法 结果 分析 模型 语言 学习 系统 政府 公司 市场 技术 环境 水平 提高 影响 重要 情况 进行 提出 认为 表示 目前 其中 以及 因此 但是 的 了 在 和 是 对 与 中 年 月 增长 下降 投资 教育 医疗 交通 能源 桥梁 港口 冬季 河流 委员会 通过 决定 费用 计划 项目 长期 文本 理解 摘要 质量 评价 标准 国际 合作 科学 历史 文化'.split(
    ' ',
  )

/** 200 summaries of 300 words each in sentences of 17: three words of four are those of the reference. */
const chineseSummaries: Workload<readonly Answer[]> = {
  name: 'rougeL, Chinese',
  item: 'response',
  sizes: [200],
  make: (size) => {
    let state = 1
    const random = (): number => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
      return state / 2 ** 32
    }
    const word = () => CHINESE_WORDS[Math.floor(random() * CHINESE_WORDS.length)]!
    const text = (words: readonly string[]) =>
      words.map((one, i) => (i % 17 === 16 ? `${one}。` : one)).join('')
    return Array.from({ length: size }, () => {
      const reference = Array.from({ length: 300 }, word)
      const prediction = reference.map((one) => (random() < 0.75 ? one : word()))
      return { gold: [text(reference)], prediction: text(prediction) }
    })
  },
}

/** A record and a response in, a reward out: what text_peer.py does too. */
export const textPairs = (rollouts: Readonly<Record<string, readonly TextRollout[]>>): readonly Pair[] =>
  Object.entries(rollouts).flatMap(([name, answers]) => {
    const pair = { request: `time ${name}`, workload: name, item: 'response', size: answers.length }
    return [
      { ...pair, subject: 'scoreRecord', prepare: () => () => scoredAlone(answers) },
      {
        ...pair,
        subject: `readTask + ${RESPONSES_PER_RECORD} × scoreTask`,
        prepare: () => scoredByRecord(answers),
      },
    ]
  })

/** The gold read anew for each response, as text_peer.py reads it. */
const scoredAlone = (answers: readonly TextRollout[]): unknown =>
  answers.map(({ taskType, gold, response }) => scoreRecord({ taskType, gold }, response))

/** The same responses, as `scoreBatch` scores them where a record has 16: in 16 runs each gold is read once. */
function scoredByRecord(answers: readonly TextRollout[]): () => unknown {
  const read = ({ taskType, gold }: TextRollout) => rightOf(readTask({ taskType, gold }))
  const tasks = answers.map(read)
  let run = 0
  return () => {
    run++
    return answers.map((answer, i) => {
      if ((i + run) % RESPONSES_PER_RECORD === 0) tasks[i] = read(answer)
      return scoreTask(tasks[i]!, answer.response)
    })
  }
}

/** The rewards of the published rules on a whole record, which the released functions follow: both must be at the same work. */
export const releasedRewards = (answers: readonly TextRollout[]): readonly number[] =>
  answers.map(
    ({ taskType, gold, response }) =>
      rightOf(scoreRecord({ taskType, gold }, response, { profile: 'published' })).reward,
  )

/** The rewards of the published rules on the answer, which the twin follows. */
export function publishedRewards(name: string, answers: readonly TextRollout[]): readonly number[] {
  const metric = METRICS[name] ?? mathVerify
  return answers.map(({ gold, response }) => {
    const answer = response.slice(response.indexOf('</think>') + '</think>'.length)
    return rightOf(metric(answer, gold, { profile: 'published' })).reward
  })
}
