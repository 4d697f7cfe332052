import type { Either } from 'fp-ts/lib/Either.js'
import { left, right } from 'fp-ts/lib/Either.js'
import type { BadGold } from '../errors.js'
import { badGold } from '../errors.js'
import type { Score, Verdict } from './verdict.js'
import type { Verifier, VerifierOptions } from './verifier.js'
import { verify } from './verifier.js'

/** How two mathematical answers are compared. */
export interface MathVerifyOptions extends VerifierOptions {}

/** A gold that was read once. */
export interface MathGold {
  readonly text: string
}

/** 1 if the answer means what the gold means. */
export const mathVerifier: Verifier<MathGold, MathVerifyOptions> = {
  taskType: 'numerical-reasoning',
  metric: 'math_verify',
  readGold: (gold) =>
    typeof gold === 'string' && gold.trim() !== ''
      ? right({ text: gold.trim() })
      : left(badGold('gold', 'a mathematical expression', gold)),
  score: (answer, gold): Score =>
    answer.trim() === gold.text ? { reward: 1, reason: 'correct' } : { reward: 0, reason: 'wrong' },
}

/** The answer text of a numerical-reasoning response against its gold. */
export const mathVerify = (
  prediction: string,
  gold: unknown,
  options: MathVerifyOptions = {},
): Either<BadGold, Verdict> => verify(mathVerifier, prediction, gold, options)
