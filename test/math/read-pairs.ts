import { readFileSync } from 'node:fs'

/**
 * Pairs written by hand, a subject a file: `= gold`, and below it `+ answer` for what means the same and `- answer` for what does
 * not. Answers stand in a box; those of `responses.txt`, `adversarial.txt` and `models.txt` are whole responses, with `\n` for a new line.
 */
export const SUBJECTS = [
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
  'notions',
  'other-words',
  'order-and-names',
  'responses',
  'adversarial',
  'models',
] as const

export interface Pair {
  readonly gold: string
  readonly answer: string
  readonly truth: 0 | 1
}

export function pairsOf(subject: string): readonly Pair[] {
  const text = readFileSync(new URL(`./pairs/${subject}.txt`, import.meta.url), 'utf8')
  let gold = ''
  return text.split('\n').flatMap((line): Pair[] => {
    const [mark, rest] = [line.slice(0, 2), line.slice(2)]
    if (mark === '= ') gold = rest
    return mark === '+ ' || mark === '- ' ? [{ gold, answer: rest, truth: mark === '+ ' ? 1 : 0 }] : []
  })
}

export const responseOf = (subject: string, answer: string): string =>
  ['responses', 'adversarial', 'models'].includes(subject)
    ? answer.replace(/\\n(?![a-z])/g, '\n')
    : `\\boxed{${answer}}`
