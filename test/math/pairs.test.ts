import { readFileSync } from 'node:fs'
import { isRight } from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { mathVerify } from '../../src/verifiers/math-verify.js'

/**
 * Pairs written by hand, a subject a file: `= gold`, and below it `+ answer` for what means the same and `- answer` for what does
 * not. Answers stand in a box; those of `responses.txt`, `adversarial.txt` and `models.txt` are whole responses, with `\n` for a new line.
 */
const SUBJECTS = [
  'calculus',
  'algebra',
  'discrete',
  'geometry',
  'all-subjects',
  'statements',
  'values',
  'notations',
  'habits',
  'sciences',
  'exactness',
  'descriptions',
  'responses',
  'adversarial',
  'models',
] as const

interface Pair {
  readonly gold: string
  readonly answer: string
  readonly truth: 0 | 1
}

function pairsOf(subject: string): readonly Pair[] {
  const text = readFileSync(new URL(`./pairs/${subject}.txt`, import.meta.url), 'utf8')
  let gold = ''
  return text.split('\n').flatMap((line): Pair[] => {
    const [mark, rest] = [line.slice(0, 2), line.slice(2)]
    if (mark === '= ') gold = rest
    return mark === '+ ' || mark === '- ' ? [{ gold, answer: rest, truth: mark === '+ ' ? 1 : 0 }] : []
  })
}

const responseOf = (subject: string, answer: string): string =>
  ['responses', 'adversarial', 'models'].includes(subject)
    ? answer.replace(/\\n(?![a-z])/g, '\n')
    : `\\boxed{${answer}}`

describe('authored pairs are judged as mathematics judges them', () => {
  it.each(SUBJECTS)('%s', (subject) => {
    const pairs = pairsOf(subject)
    const wrong = pairs.filter(({ gold, answer, truth }) => {
      const verdict = mathVerify(responseOf(subject, answer), gold)
      return !isRight(verdict) || verdict.right.reward !== truth
    })
    expect(wrong).toEqual([])
    expect(pairs.length).toBeGreaterThan(100)
  })
})
