import { describe, expect, it } from 'vitest'
import { answerFormat } from '../../../src/data/answer-format.js'
import { promptProblems } from '../../../src/data/prompt-problems.js'
import { scoreRecord } from '../../../src/index.js'
import { orThrow } from '../../../src/results.js'
import { TASK_TYPES, type TaskType } from '../../../src/verifiers/verdict.js'

const GOLDS: Readonly<Record<TaskType, readonly unknown[]>> = {
  'precise-retrieval': ['750 pounds'],
  comprehension: [['Paris'], 'B'],
  'exhaustive-retrieval': [['E3', 'E8']],
  'structured-matching': [['S1']],
  'graded-ranking': [['b', 'a', 'c']],
  'sequence-ordering': [['x', 'y', 'z']],
  'numerical-reasoning': ['\\frac{1}{2}'],
  'structured-extraction': [{ data: [['a', 1]] }],
  summarization: [['the ferry is late'], ['渡轮晚点']],
}

/** A model that does what the instruction says, literally. */
function follow(instruction: string, gold: unknown): string {
  const said = Array.isArray(gold) ? gold.join('\n') : String(gold)
  if (instruction.includes('\\boxed{}')) return `\\boxed{${said}}`
  if (instruction.includes('<answer>')) return `<answer>${JSON.stringify(gold)}</answer>`
  if (instruction.includes('The correct answer is (X)') && /^[A-Z]$/.test(said))
    return `The correct answer is (${said})`
  const marker = /\[(?:Answer|答案)\]/.exec(instruction)?.[0]
  return marker === undefined ? said : `${marker}\n${said}`
}

describe('answerFormat', () => {
  for (const taskType of TASK_TYPES) {
    for (const language of ['en', 'zh'] as const) {
      it(`${taskType}, ${language}: a response in this form that says the gold scores 1 in strict reading`, () => {
        const instruction = answerFormat(taskType, language)
        for (const gold of GOLDS[taskType]) {
          const response = `<think>…</think>${follow(instruction, gold)}`
          expect(
            orThrow(scoreRecord({ taskType, gold } as never, response, { reading: 'strict' })).reward,
          ).toBe(1)
        }
        expect(promptProblems(`${instruction}`, taskType)).toEqual([])
      })
    }
  }
})

describe('promptProblems', () => {
  it('names a form that the verifier does not read', () => {
    expect(promptProblems('Put the answer into \\boxed{}.', 'exhaustive-retrieval')).toEqual([
      'the prompt asks for \\boxed{}, which the verifier of exhaustive-retrieval does not read',
    ])
    expect(promptProblems('先输出[答案]', 'numerical-reasoning')).toHaveLength(1)
  })
  it('says nothing where the prompt asks for no form', () => {
    expect(promptProblems('Which ferry is late?', 'summarization')).toEqual([])
  })
})
