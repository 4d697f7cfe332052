import type { Either } from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import type { GolongrlError, Verdict } from '../../src/index.js'
import { accuracy, choiceAccuracy, exactMatch, iou, mathVerify } from '../../src/index.js'

/**
 * The law of hedges: a response that names two candidates is right for at most one of them, whichever is the gold. So
 * naming two earns no more than guessing one.
 */
type Reward = (response: string, gold: string) => number
type Form = (first: string, joint: string, second: string) => string

const JOINTS = [
  ...[
    ' or ',
    ' and ',
    ' and/or ',
    '/',
    ' / ',
    '\n',
    '\n\n',
    ', ',
    '; ',
    ' | ',
    ' & ',
    ' + ',
    ' = ',
    ' ≈ ',
    ' → ',
    ' - ',
    ' — ',
  ],
  ...[
    ' vs ',
    ' xor ',
    ' alternatively ',
    ' (or ',
    ' else ',
    ' but possibly ',
    ' rather than ',
    ', not ',
    '? No, ',
    '. Wait, ',
  ],
  ...[
    '. Actually, ',
    '. Correction: ',
    ' to ',
    ':',
    '…',
    '\t',
    '\r',
    '\v',
    '\u2028',
    '\u0000',
    '\u200b',
    '\u200d',
    '|---|\n|',
  ],
  ...[
    '或',
    '、',
    '，',
    '；',
    '还是',
    ' \\text{ or } ',
    ' \\lor ',
    ' \\quad ',
    ' \\\\ ',
    ' \\pm ',
    ' \\to ',
    ' \\cup ',
    ' \\approx ',
  ],
  ...[' \\neq ', ' \\over ', '^', '_', '\\%', ' \\ldots ', ' \\text{, } ', '\\tag', ' \\newline ', ' <br> '],
]

const plain: Form = (a, joint, b) => `${a}${joint}${b}`
const marked: Form = (a, joint, b) => `[Answer]\n${a}${joint}[Answer]\n${b}`
const bothMarkers: Form = (a, joint, b) => `[Answer]\n${a}${joint}[答案]\n${b}`
const table: Form = (a, joint, b) => `| ${a} |${joint}| ${b} |`

const rewardOf =
  (verifier: (response: string, gold: string) => Either<GolongrlError, Verdict>): Reward =>
  (response, gold) => {
    const verdict = verifier(response, gold)
    if (verdict._tag === 'Left') throw new Error(JSON.stringify(verdict.left))
    return verdict.right.reward
  }

interface Case {
  readonly reward: Reward
  readonly pairs: readonly (readonly [string, string])[]
  readonly forms: readonly Form[]
}

const CASES: Readonly<Record<string, Case>> = {
  exactMatch: { reward: rewardOf(exactMatch), pairs: [['Paris', 'London']], forms: [plain, marked, table] },
  accuracy: {
    reward: rewardOf((response, gold) => accuracy(response, [gold])),
    pairs: [['Paris', 'London']],
    forms: [plain, marked, bothMarkers, table],
  },
  choiceAccuracy: {
    reward: rewardOf(choiceAccuracy),
    pairs: [
      ['A', 'C'],
      ['B', 'I'],
    ],
    forms: [
      (a, joint, b) => `The correct answer is ${a}${joint}${b}`,
      (a, joint, b) => `The correct answer is (${a})${joint}(${b})`,
      (a, joint, b) => `The correct answer is **${a}**${joint}**${b}**`,
      (a, joint, b) => `The correct answer is (${a})${joint}The correct answer is (${b})`,
      (a, joint, b) => `The correct answer is: | ${a} |${joint}| ${b} |`,
    ],
  },
  mathVerify: {
    reward: rewardOf(mathVerify),
    pairs: [
      ['3', '5'],
      ['3', '-3'],
      ['\\frac{1}{2}', '\\sqrt{2}'],
      ['x+1', 'x+2'],
      ['50%', '50'],
    ],
    forms: [
      plain,
      table,
      (a, joint, b) => `\\boxed{${a}${joint}${b}}`,
      (a, joint, b) => `\\boxed{${a}}${joint}\\boxed{${b}}`,
      (a, joint, b) => `\\boxed{${a}${joint}\\boxed{${b}}}`,
      (a, joint, b) => `The answer is ${a}${joint}${b}.`,
      (a, joint, b) => `The answer is $${a}$${joint}$${b}$`,
      (a, joint, b) => `答案：${a}${joint}${b}`,
      (a, joint, b) => `#### ${a}${joint}#### ${b}`,
    ],
  },
  iou: {
    reward: rewardOf(iou),
    pairs: [['{"data":[["a",1]]}', '{"data":[["b",2]]}']],
    forms: [
      plain,
      (a, joint, b) => `<answer>${a}${joint}${b}</answer>`,
      (a, joint, b) => `<answer>${a}</answer>${joint}<answer>${b}</answer>`,
      (a, joint, b) => `<answer>${a}</answer>${joint}<answer>${b}`,
      (a, joint, b) => `<answer>${a}${joint}<answer>${b}</answer></answer>`,
    ],
  },
}

describe('two candidates in one response are right for one gold at most', () => {
  it.each(Object.entries(CASES))('%s', (_name, { reward, pairs, forms }) => {
    const breaches = pairs.flatMap(([a, b]) =>
      forms.flatMap((form) =>
        JOINTS.map((joint) => form(a, joint, b)).filter(
          (response) => reward(response, a) + reward(response, b) > 1,
        ),
      ),
    )
    expect(breaches).toEqual([])
  })
})
