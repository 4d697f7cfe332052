import * as fc from 'fast-check'
import type { Verifier, VerifierOptions } from '../../verifiers/verifier.js'
import type { AnswerKind } from '../arbitraries/answered-golds.js'
import { answeredGolds, LETTERS, summaries, tables, tableText } from '../arbitraries/answered-golds.js'
import { hostileText } from '../arbitraries/hostile-text.js'
import { foreignItem, items } from '../arbitraries/items.js'
import { mathExpressions } from '../arbitraries/math-expressions.js'
import type { Law } from './law.js'
import { assertLaws, law } from './law.js'
import type { LawParameters } from './law-parameters.js'

/**
 * A reward function on answer text: ours, or anybody's. It may give a number, an object with a reward, or an `Either`
 * of such an object, as our public functions do; or be a whole `Verifier`, as custom tasks use.
 */
export type VerifierUnderTest<Gold = unknown> =
  | ((answer: string, gold: never) => RewardOutcome)
  | Verifier<Gold, VerifierOptions>

type RewardOutcome =
  | number
  | { readonly reward: number }
  | { readonly _tag: 'Left'; readonly left: unknown }
  | { readonly _tag: 'Right'; readonly right: { readonly reward: number } }

/** Which laws a verifier is held to. */
export interface VerifierLawOptions extends LawParameters {
  /**
   * What the verifier judges. It selects the generated golds and the laws of that metric: sets are blind to order, a
   * single answer is right for one gold only, and so on.
   */
  readonly kind: AnswerKind
}

/**
 * Checks a verifier against the laws every reward must keep, and those of its kind of answer.
 *
 * For every kind: `total`, `bounded`, `deterministic`, `leaves the gold alone`, `a right answer earns 1`,
 * `a wrong answer earns 0`, `an empty answer earns 0`, `white space at the ends is nothing`.
 * Single answers: `one answer`. Lists: `repetition never pays`, `a wrong item never helps`; sets and tables also
 * `order is nothing` and `a right item never hurts`; rankings `the right order never hurts`. Summaries: `symmetric`,
 * `more references never hurt`, `repetition never pays`. Mathematics: `equal values are equal`, `different values differ`.
 *
 * @returns the names of the laws that hold
 * @throws LawsBroken with a shrunk counter-example for each law that does not
 */
export function verifierLaws<Gold>(
  verifier: VerifierUnderTest<Gold>,
  options: VerifierLawOptions,
): readonly string[] {
  const reward = rewardOf(verifier)
  return assertLaws(
    `The ${options.kind} verifier`,
    [...lawsOfEvery(reward, options.kind), ...lawsOf(reward, options.kind)],
    options,
  )
}

type RewardFunction = (answer: string, gold: unknown) => number

/** One signature for all the forms a verifier may have. A refused gold is an error here: the golds generated are good. */
function rewardOf<Gold>(verifier: VerifierUnderTest<Gold>): RewardFunction {
  if (typeof verifier === 'function') return (answer, gold) => unwrap(verifier(answer, gold as never))
  return (answer, gold) => {
    const read = verifier.readGold(gold, {})
    return read._tag === 'Left' ? refuse(read.left) : verifier.score(answer, read.right, {}).reward
  }
}

function unwrap(outcome: RewardOutcome): number {
  if (typeof outcome === 'number') return outcome
  if ('reward' in outcome) return outcome.reward
  return outcome._tag === 'Right' ? outcome.right.reward : refuse(outcome.left)
}

function refuse(reason: unknown): never {
  throw new Error(`the verifier refused a good gold: ${fc.stringify(reason)}`)
}

const TOLERANCE = 1e-9

function lawsOfEvery(reward: RewardFunction, kind: AnswerKind): readonly Law[] {
  const good = answeredGolds(kind)
  const anything = fc.oneof(
    good,
    mangled(kind),
    fc.record({ gold: good.map(({ gold }) => gold), answer: hostileText() }),
  )
  return [
    law('total', 'no answer makes the verifier throw', anything, ({ gold, answer }) => {
      reward(answer, gold)
      return undefined
    }),
    law('bounded', 'a reward is a number in [0, 1]', anything, ({ gold, answer }) => {
      const got = reward(answer, gold)
      return got >= 0 && got <= 1 ? undefined : `reward ${got}`
    }),
    law(
      'deterministic',
      'the same answer earns the same reward, whatever was scored in between',
      fc.record({ answered: mangled(kind), between: hostileText() }),
      ({ answered: { gold, answer }, between }) => {
        const first = reward(answer, gold)
        reward(between, gold)
        const second = reward(answer, gold)
        return Object.is(first, second) ? undefined : `first ${first}, then ${second}`
      },
    ),
    law('leaves the gold alone', 'scoring does not change the gold', anything, ({ gold, answer }) => {
      const before = fc.stringify(gold)
      reward(answer, gold)
      return fc.stringify(gold) === before ? undefined : `gold became ${fc.stringify(gold)}`
    }),
    law('a right answer earns 1', 'a faithful answer earns exactly 1', good, ({ gold, answer }) => {
      const got = reward(answer, gold)
      return got === 1 ? undefined : `reward ${got}`
    }),
    law(
      'a wrong answer earns 0',
      'an answer with nothing right in it earns 0',
      answeredGolds(kind, { quality: 0 }),
      ({ gold, answer }) => {
        const got = reward(answer, gold)
        return got === 0 ? undefined : `reward ${got}`
      },
    ),
    law(
      'an empty answer earns 0',
      'an answer without a visible character earns 0',
      fc.record({ gold: good.map(({ gold }) => gold), answer: fc.constantFrom('', ' ', '\n\n', '\t \n') }),
      ({ gold, answer }) => {
        const got = reward(answer, gold)
        return got === 0 ? undefined : `reward ${got}`
      },
    ),
    law(
      'white space at the ends is nothing',
      'spaces and line breaks around an answer change no reward',
      good,
      ({ gold, answer }) => {
        const got = reward(`\n ${answer} \n`, gold)
        return got === reward(answer, gold) ? undefined : `reward ${got} instead of ${reward(answer, gold)}`
      },
    ),
  ]
}

/** Answers that are partly right, then interrupted by hostile text. */
const mangled = (kind: AnswerKind): fc.Arbitrary<{ readonly gold: unknown; readonly answer: string }> =>
  fc
    .record({
      answered: fc.constantFrom(1, 0.5, 0).chain((quality) => answeredGolds(kind, { quality })),
      place: fc.double({ min: 0, max: 1, noNaN: true }),
      junk: fc.oneof(fc.constant(''), hostileText({ longest: 3 })),
    })
    .map(({ answered: { gold, answer }, place, junk }) => {
      const at = Math.floor(place * answer.length)
      return { gold, answer: answer.slice(0, at) + junk + answer.slice(at) }
    })

function lawsOf(reward: RewardFunction, kind: AnswerKind): readonly Law[] {
  switch (kind) {
    case 'precise-retrieval':
    case 'comprehension':
      return [
        oneAnswer(
          reward,
          items({ min: 2, max: 5 }),
          (item) => (kind === 'comprehension' ? [item] : item),
          HEDGES,
        ),
      ]
    case 'choice':
      return [
        oneAnswer(
          reward,
          fc.shuffledSubarray([...LETTERS], { minLength: 2 }),
          (letter) => letter,
          HEDGES.flatMap((hedge) => [
            (letters: readonly string[]) => `The correct answer is ${hedge(letters)}`,
            (letters: readonly string[]) =>
              hedge(letters.map((letter) => `The correct answer is (${letter})`)),
          ]),
        ),
      ]
    case 'numerical-reasoning':
      return mathLaws(reward)
    case 'structured-extraction':
      return tableLaws(reward)
    case 'summarization':
      return summaryLaws(reward)
    default:
      return listLaws(reward, kind)
  }
}

/** The ways to name several answers at once. */
const HEDGES: readonly ((candidates: readonly string[]) => string)[] = [
  (candidates) => candidates.join('\n'),
  (candidates) => candidates.join(' or '),
  (candidates) => candidates.join(', '),
  (candidates) => candidates.join(' / '),
  (candidates) => `either ${candidates.join(' or maybe ')}`,
  (candidates) => `${candidates[0]} (or ${candidates.slice(1).join(' & ')})`,
]

/**
 * Hedging never pays: a text that is right for two different golds would earn twice what a guess earns on average.
 */
const oneAnswer = (
  reward: RewardFunction,
  candidates: fc.Arbitrary<readonly string[]>,
  asGold: (candidate: string) => unknown,
  hedges: readonly ((candidates: readonly string[]) => string)[],
): Law =>
  law(
    'one answer',
    'over all golds it could be meant for, one text earns no more than one right answer',
    fc.record({ candidates, hedge: fc.constantFrom(...hedges) }).map(({ candidates: all, hedge }) => ({
      candidates: all,
      answer: hedge(all),
    })),
    ({ candidates: all, answer }) => {
      const total = all.reduce((sum, candidate) => sum + reward(answer, asGold(candidate)), 0)
      return total <= 1 + TOLERANCE ? undefined : `rewards that add up to ${total}`
    },
  )

const mathLaws = (reward: RewardFunction): readonly Law[] => [
  oneAnswer(
    reward,
    fc
      .uniqueArray(fc.integer({ min: -99, max: 99 }), { minLength: 2, maxLength: 5 })
      .map((values) => values.map(String)),
    (value) => value,
    HEDGES.flatMap((hedge) => [
      hedge,
      (values: readonly string[]) => `\\boxed{${hedge(values)}}`,
      (values: readonly string[]) => hedge(values.map((value) => `\\boxed{${value}}`)),
      (values: readonly string[]) => `$${hedge(values)}$`,
    ]),
  ),
  law(
    'equal values are equal',
    'every way to write the gold earns 1',
    mathExpressions(),
    ({ gold, equivalents }) => {
      const missed = equivalents.find((answer) => reward(`\\boxed{${answer}}`, gold) !== 1)
      return missed === undefined ? undefined : `reward ${reward(`\\boxed{${missed}}`, gold)} for ${missed}`
    },
  ),
  law(
    'different values differ',
    'an expression of another value earns 0',
    mathExpressions(),
    ({ gold, different }) => {
      const accepted = different.find((answer) => reward(`\\boxed{${answer}}`, gold) !== 0)
      return accepted === undefined
        ? undefined
        : `reward ${reward(`\\boxed{${accepted}}`, gold)} for ${accepted}`
    },
  ),
]

/** A list gold; an answer made of some of its items and foreign ones; and places to change it at. */
const lists = () =>
  items({ min: 2, max: 6 }).chain((gold) =>
    fc
      .tuple(
        fc.shuffledSubarray([...gold]),
        fc.uniqueArray(foreignItem(), { maxLength: 3 }),
        fc.nat({ max: 99 }),
        fc.nat({ max: 99 }),
      )
      .chain(([right, wrong, at, from]) =>
        fc
          .shuffledSubarray([...right, ...wrong], { minLength: right.length + wrong.length })
          .map((lines) => ({ gold, lines, at, from })),
      ),
  )

function listLaws(reward: RewardFunction, kind: AnswerKind): readonly Law[] {
  const of = (lines: readonly string[], gold: readonly string[]) => reward(lines.join('\n'), gold)
  const shared = [
    law(
      'repetition never pays',
      'naming an item a second time earns nothing',
      lists().filter(({ lines }) => lines.length > 0),
      ({ gold, lines, at }) => {
        const repeated = [...lines, lines[at % lines.length]!]
        return rose(of(lines, gold), of(repeated, gold), repeated)
      },
    ),
    law(
      'a wrong item never helps',
      'adding an item that is not in the gold raises no reward',
      lists(),
      ({ gold, lines, at }) => {
        const padded = insertAt(lines, at % (lines.length + 1), 'a line nobody asked for')
        return rose(of(lines, gold), of(padded, gold), padded)
      },
    ),
  ]
  const inOrder = law(
    'the right order never hurts',
    'swapping two neighbours into the order of the gold lowers no reward',
    lists().filter(({ gold, lines }) => misplaced(lines, gold) >= 0),
    ({ gold, lines }) => {
      const i = misplaced(lines, gold)
      const swapped = lines.with(i, lines[i + 1]!).with(i + 1, lines[i]!)
      return fell(of(lines, gold), of(swapped, gold), swapped)
    },
  )
  if (kind === 'graded-ranking' || kind === 'sequence-ordering') return [...shared, inOrder]
  return [
    ...shared,
    law('order is nothing', 'the order of the lines changes no reward', lists(), ({ gold, lines }) => {
      const reversed = [...lines].reverse()
      const difference = Math.abs(of(lines, gold) - of(reversed, gold))
      return difference <= TOLERANCE ? undefined : `${of(lines, gold)}, but ${of(reversed, gold)} reversed`
    }),
    law(
      'a right item never hurts',
      'adding an item of the gold lowers no reward',
      lists().filter(({ gold, lines }) => gold.some((item) => !lines.includes(item))),
      ({ gold, lines, at }) => {
        const more = insertAt(lines, at % (lines.length + 1), gold.find((item) => !lines.includes(item))!)
        return fell(of(lines, gold), of(more, gold), more)
      },
    ),
  ]
}

/** The first place where two neighbours, both in the gold, stand the wrong way round. */
const misplaced = (lines: readonly string[], gold: readonly string[]): number =>
  lines.findIndex((line, i) => {
    const here = gold.indexOf(line)
    const next = gold.indexOf(lines[i + 1] ?? '')
    return here >= 0 && next >= 0 && here > next
  })

const insertAt = <Item>(list: readonly Item[], at: number, item: Item): readonly Item[] =>
  list.toSpliced(at, 0, item)

const rose = (before: number, after: number, changed: unknown): string | undefined =>
  after <= before + TOLERANCE ? undefined : `${before} rose to ${after} with ${fc.stringify(changed)}`

const fell = (before: number, after: number, changed: unknown): string | undefined =>
  after >= before - TOLERANCE ? undefined : `${before} fell to ${after} with ${fc.stringify(changed)}`

function tableLaws(reward: RewardFunction): readonly Law[] {
  const of = (rows: readonly unknown[], gold: string) =>
    reward(`<answer>${JSON.stringify({ data: rows })}</answer>`, gold)
  const cut = fc.record({ rows: tables(), keep: fc.nat({ max: 6 }) })
  return [
    law('order is nothing', 'the order of the rows changes no reward', cut, ({ rows, keep }) => {
      const kept = rows.slice(0, keep)
      const difference = Math.abs(of(kept, tableText(rows)) - of([...kept].reverse(), tableText(rows)))
      return difference <= TOLERANCE ? undefined : `a difference of ${difference} when reversed`
    }),
    law('a right item never hurts', 'adding a row of the gold lowers no reward', cut, ({ rows, keep }) =>
      fell(
        of(rows.slice(0, keep), tableText(rows)),
        of(rows.slice(0, keep + 1), tableText(rows)),
        rows.slice(0, keep + 1),
      ),
    ),
    law(
      'a wrong item never helps',
      'adding a row that is not in the gold raises no reward',
      cut,
      ({ rows, keep }) => {
        const padded = [...rows.slice(0, keep), ['not asked for', -1, null]]
        return rose(of(rows.slice(0, keep), tableText(rows)), of(padded, tableText(rows)), padded)
      },
    ),
    law(
      'repetition never pays',
      'giving a row a second time earns nothing',
      cut.filter(({ keep }) => keep > 0),
      ({ rows, keep }) => {
        const repeated = [...rows.slice(0, keep), rows[0]]
        return rose(of(rows.slice(0, keep), tableText(rows)), of(repeated, tableText(rows)), repeated)
      },
    ),
  ]
}

function summaryLaws(reward: RewardFunction): readonly Law[] {
  const texts = summaries().map((words) => words.join(' '))
  const pairs = fc.record({ prediction: texts, reference: texts, other: texts })
  return [
    law(
      'symmetric',
      'F1 is the same when prediction and reference trade places',
      pairs,
      ({ prediction, reference }) => {
        const [there, back] = [reward(prediction, [reference]), reward(reference, [prediction])]
        return Math.abs(there - back) <= TOLERANCE ? undefined : `${there} one way, ${back} the other`
      },
    ),
    law(
      'more references never hurt',
      'the best reference counts, so another one lowers no reward',
      pairs,
      ({ prediction, reference, other }) =>
        fell(reward(prediction, [reference]), reward(prediction, [reference, other]), [reference, other]),
    ),
    law('repetition never pays', 'a summary repeated twenty times earns less than once', texts, (text) => {
      const soup = Array.from({ length: 20 }, () => text).join(' ')
      const got = reward(soup, [text])
      return got < 1 ? undefined : `reward ${got} for twenty copies`
    }),
  ]
}
