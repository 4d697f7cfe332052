/** Read a data set and list what is wrong with it, before the first training step. */
import { describeError, isLeft, readTask } from 'golongrl'

const record = (data_source: string, reward_mode: string, ground_truth: unknown) => ({
  data_source,
  prompt: [{ role: 'user', content: '…' }],
  reward_model: { ground_truth },
  extra_info: { reward_mode },
})

const dataset = [
  record('EM', 'EM', { golden_label: 'Anna Toft' }),
  record('longbench_pro', 'T5.1 Full-Sentence Citation Alignment', {
    doc_ids: ['E3', 'E8'],
    summary: 'English',
  }),
  record('longbench_pro', 'T5.1 Full-Sentence Citation Alignment', {
    doc_ids: ['E3', ''],
    summary: 'English',
  }),
  record('longbench_pro', 'T12.1 Crossword', { doc_ids: ['E3'], summary: 'English' }),
  record('selection', 'selection', { golden_label: 'either of them' }),
  record('multitableqa_pretraining', 'multitableqa_pretraining', { golden_label: '{"data": [[1, 2]' }),
  record('math_longcot_math_verify', 'math_longcot_math_verify', { golden_label: '' }),
  record('trivia', 'trivia', { golden_label: 'Paris' }),
]

let good = 0
dataset.forEach((row, index) => {
  const task = readTask(row)
  if (isLeft(task)) console.log(`row ${index}: ${describeError(task.left)}`)
  else good++
})
console.log(`${good} of ${dataset.length} records can be trained on`)
