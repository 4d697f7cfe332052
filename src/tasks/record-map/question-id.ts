import { responseText } from '../../answers/response-text.js'
import { firstAt } from './row-paths.js'

/**
 * A prompt id for a row that has none, made of its question: the question itself where it is short and nothing else of the
 * prompt stands beside it, else its beginning and a hash of question and context. The same question has the same id in every
 * file, whatever its answer. Undefined for a row without a question.
 */
export function questionId(row: unknown): string | undefined {
  const question = textOf(firstAt(row, QUESTION))
  if (question === undefined || question.trim() === '') return undefined
  const context = textOf(firstAt(row, CONTEXT)) ?? ''
  if (context === '' && question.length <= LONGEST) return question
  return `${question.slice(0, LONGEST)} #${hash(`${question}\n${context}`)}`
}

export const QUESTION = [
  'question',
  'problem',
  'prompt',
  'messages',
  'input',
  'query',
  'instruction',
  'extra_info.question',
]
const CONTEXT = ['context', 'document', 'passage', 'text']

/** Characters of a question that make a readable id. */
const LONGEST = 160

/** A text, or the contents of all messages of a conversation. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value
  if (!Array.isArray(value)) return undefined
  return value.map((message) => responseText([message]) ?? '').join('\n')
}

/** 53 bits of a text: two multiplicative hashes of 32 bits, finished as in MurmurHash3. */
function hash(text: string): string {
  let a = 0xdeadbeef
  let b = 0x41c6ce57
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    a = Math.imul(a ^ code, 2654435761)
    b = Math.imul(b ^ code, 1597334677)
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909)
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909)
  return (4294967296 * (2097151 & b) + (a >>> 0)).toString(16).padStart(14, '0')
}
