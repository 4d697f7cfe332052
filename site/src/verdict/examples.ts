import { TASK_TYPES, type TaskType } from 'golongrl'

/** A record and a response, both as the text a person edits. */
export interface VerdictExample {
  readonly record: string
  readonly response: string
}

/** One a metric, each with something to see: an answer half right, a form that one reading takes and the other does not. */
export const EXAMPLES: Readonly<Record<TaskType, VerdictExample>> = {
  'precise-retrieval': example(
    { taskType: 'precise-retrieval', gold: 'the North Pier' },
    '<think>The log names it twice.</think>\nthe North Pier',
  ),
  comprehension: example(
    { taskType: 'comprehension', gold: 'B' },
    '<think>A is ruled out by the second letter.</think>\nThe keeper left before the storm. The correct answer is (B).',
  ),
  'exhaustive-retrieval': example(
    { taskType: 'exhaustive-retrieval', gold: ['E3', 'E8', 'E12', 'E13'] },
    '<think>Three, perhaps four.</think>\n[Answer]\nE3\nE8\nE9',
  ),
  'numerical-reasoning': example(
    { taskType: 'numerical-reasoning', gold: '\\frac{78}{139}' },
    '<think>312 of 556, both divisible by 4.</think>\nThe share is \\boxed{\\frac{312}{556}}.',
  ),
  'structured-extraction': example(
    {
      taskType: 'structured-extraction',
      gold: {
        data: [
          ['Oslo', 14],
          ['Bergen', 31],
          ['Tromsø', 7],
        ],
      },
    },
    '<think>One row a station.</think>\n<answer>{"data": [["Oslo", 14], ["Bergen", 30], ["Tromsø", 7]]}</answer>',
  ),
  'structured-matching': example(
    { taskType: 'structured-matching', gold: ['Mill Bridge', 'Old Bridge', 'Station Bridge'] },
    '<think>…</think>\n[Answer]\nMill Bridge\nStation Bridge\nTown Bridge',
  ),
  'graded-ranking': example(
    { taskType: 'graded-ranking', gold: ['passage 4', 'passage 1', 'passage 7'] },
    '<think>…</think>\n[Answer]\npassage 1\npassage 4\npassage 2',
  ),
  'sequence-ordering': example(
    { taskType: 'sequence-ordering', gold: ['founded', 'flooded', 'rebuilt', 'sold'] },
    '<think>…</think>\n[Answer]\nfounded\nrebuilt\nflooded\nsold',
  ),
  summarization: example(
    {
      taskType: 'summarization',
      gold: ['The society met in March, elected a new treasurer and postponed the vote on the library.'],
    },
    '<think>…</think>\nIn March the society elected a treasurer and postponed its vote on the library roof.',
  ),
}

export const EXAMPLE_NAMES = TASK_TYPES

function example(record: { taskType: TaskType; gold: unknown }, response: string): VerdictExample {
  return { record: JSON.stringify(record, undefined, 2), response }
}
