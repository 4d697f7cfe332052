/**
 * Writes prompts.jsonl and rollouts.jsonl beside this file: 16 made-up rollouts a prompt, from a seed.
 * No model wrote them; they are right, nearly right, partly right, wrong, or broken in form, in the shares given here.
 *
 * Run with `npx tsx examples/data/compose.ts`.
 */
import { writeFileSync } from 'node:fs'
import { type ExamplePrompt, PROMPTS } from './prompts.js'

const ROLLOUTS_PER_PROMPT = 16
const SHARE_OF_BROKEN_FORM = 0.1
const random = mulberry32(20260519)

const lines = (values: readonly unknown[]): string =>
  `${values.map((value) => JSON.stringify(value)).join('\n')}\n`

writeFileSync(
  new URL('prompts.jsonl', import.meta.url),
  lines(PROMPTS.map((prompt, index) => ({ promptId: prompt.promptId, record: record(prompt, index) }))),
)
writeFileSync(
  new URL('rollouts.jsonl', import.meta.url),
  lines(
    PROMPTS.flatMap((prompt) =>
      Array.from({ length: ROLLOUTS_PER_PROMPT }, () => ({
        promptId: prompt.promptId,
        response: response(prompt),
      })),
    ),
  ),
)

function record(prompt: ExamplePrompt, index: number) {
  return {
    data_source: prompt.dataSource,
    prompt: [{ role: 'user', content: `${prompt.document}\n\n${prompt.question}` }],
    reward_model: { ground_truth: prompt.groundTruth },
    extra_info: { reward_mode: prompt.rewardMode, index },
  }
}

function response(prompt: ExamplePrompt): string {
  const think = `<think>\n${thought(prompt)}\n</think>\n`
  const answer = typeof prompt.right === 'string' ? label(prompt, prompt.right) : list(prompt, prompt.right)
  if (random() >= SHARE_OF_BROKEN_FORM) return think + answer
  return pick([answer, think + think + answer, think.replace('</think>\n', '') + answer])
}

function thought(prompt: ExamplePrompt): string {
  const sentences = prompt.document.split('\n').filter((line) => line.length > 0)
  const quotes = Array.from(
    { length: 2 + Math.floor(random() * 3) },
    () => `The text says: ${pick(sentences)}`,
  )
  return [
    pick(['Let me look at the document.', 'First I collect what bears on this.', '先看材料。']),
    ...quotes,
  ].join('\n')
}

function label(prompt: ExamplePrompt, right: string): string {
  const answer = random() < prompt.ease ? right : pick(prompt.wrong)
  if (prompt.dataSource === 'EM') return answer
  if (prompt.dataSource === 'multitableqa_pretraining')
    return `The rows are these.\n<answer>${answer}</answer>`
  if (prompt.dataSource === 'selection') return `The passage settles it. ${answer}.`
  return `Adding up and reducing gives the result.\n\n${answer}`
}

function list(prompt: ExamplePrompt, right: readonly string[]): string {
  if (random() < prompt.ease) return `[Answer]\n${right.join('\n')}`
  if (prompt.rewardMode.startsWith('T4')) return `[Answer]\n${pick(prompt.wrong)}`
  const kept = right.filter(() => random() < 0.7)
  if (kept.length > 1 && random() < 0.5) kept.push(kept.shift()!)
  const polluted = random() < 0.5 || kept.length === 0 ? [...kept, pick(prompt.wrong)] : kept
  return `[Answer]\n${polluted.join('\n')}`
}

function pick<T>(values: readonly T[]): T {
  return values[Math.floor(random() * values.length)]!
}

/** Uniform numbers in [0, 1) from a 32-bit seed. */
function mulberry32(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}
