import * as fc from 'fast-check'
import { EPSILON, findDiscrepancy, type Numbers } from '../../backend/closeness.js'
import { randomNumbers } from '../../backend/loss-cases.js'
import { type Law, law } from '../law.js'
import { acceptedOf, type Outcome, outcomeOf } from './step-under-test.js'

/** A function of the training step, and the laws of every implementation of it. */
export interface Step<Args extends readonly unknown[]> {
  /** This library's implementation. */
  readonly reference: (...args: Args) => unknown
  /** The required field; a bare array or number stands for it. */
  readonly main: string
  /** Calls of every sort. Laws of valid calls skip those that ours refuses. */
  readonly calls: fc.Arbitrary<Args>
  /** The fields of the first argument that hold measured numbers, subject to rounding. */
  readonly measured: readonly string[]
  /** Whether ours validates every number of its first argument. A function of checked input (an estimator of groups) does not. */
  readonly checksNumbers: boolean
  /** The laws beside those of all steps. */
  readonly laws: (
    of: (...args: Args) => Numbers,
    isNear: Near,
    result: (...args: Args) => unknown,
  ) => readonly Law[]
}

/** A step of any arguments, for tables. Arguments are passed only from a step to its own function. */
// biome-ignore lint/suspicious/noExplicitAny: the arguments are private to each step
export type AnyStep = Step<any>

/** Whether two numbers are equal within the tolerance. */
export type Near = (got: number, wanted: number) => boolean

export type Call = readonly unknown[]

/** The laws of one step for another implementation of it. */
export function lawsOfStep(
  { reference, main, calls, measured, checksNumbers, laws }: AnyStep,
  subject: (...args: never[]) => unknown,
  tolerance: number,
  refusals: boolean,
): readonly Law[] {
  const run = (call: Call): Outcome => outcomeOf(() => subject(...(call as never[])), main)
  const ours = (call: Call): Outcome => outcomeOf(() => reference(...call), main)
  const isGood = (call: Call) => ours(call).refused === undefined
  const good: fc.Arbitrary<Call> = calls.filter(isGood)
  const of = (...call: Call): Numbers => acceptedOf(run(call)).numbers
  const isNear: Near = (got, wanted) => Math.abs(got - wanted) <= tolerance * Math.max(1, Math.abs(wanted))
  return [
    law('finite', `a good call gives finite numbers, \`${main}\` among them`, good, (call) => {
      const numbers = of(...call)
      if (!Object.keys(numbers).some((name) => name.startsWith(main))) return `there is no ${main}`
      return notFinite(numbers, acceptedOf(ours(call)).numbers)
    }),
    law('leaves its input alone', 'what is handed over is not written to', calls, (call) => {
      const before = fc.stringify(call)
      run(call)
      return fc.stringify(call) === before ? undefined : `the arguments became ${fc.stringify(call)}`
    }),
    law(
      'deterministic',
      'the same call gives the same numbers, whatever is computed in between',
      fc.record({ call: good, other: good }),
      ({ call, other }) => {
        const first = fc.stringify(run(call))
        const places = [1, 2, 3].filter((place) => {
          if (place === 2) run(other)
          return fc.stringify(run(call)) !== first
        })
        return places.length === 0 ? undefined : `call ${places[0]! + 1} gave something else than call 1`
      },
    ),
    ...(checksNumbers ? [refusalLaw(run, spoilt(good, NOT_FINITE), isGood)] : []),
    ...laws(of, isNear, (...call: Call) => acceptedOf(run(call)).value),
    law('like the reference', 'every number is ours', good, (call) =>
      differenceOf(run(call), call, ours, measured, tolerance),
    ),
    ...(refusals
      ? [
          law(
            'refuses like the reference',
            'what ours refuses is refused, by an error that names the same argument',
            fc.oneof(calls, spoiltOptions(calls), ...(checksNumbers ? [spoilt(calls, NO_NUMBERS)] : [])),
            (call) => {
              const [got, wanted] = [run(call), ours(call)]
              return wanted.refused === undefined
                ? differenceOf(got, call, ours, measured, tolerance)
                : otherRefusal(got, wanted.refused)
            },
          ),
        ]
      : []),
  ]
}

/** How the outcome of a call differs from ours; numbers that it does not have are not compared. */
export function differenceOf(
  got: Outcome,
  call: Call,
  ours: (call: Call) => Outcome,
  measured: readonly string[],
  tolerance: number,
): string | undefined {
  const wanted = acceptedOf(ours(call))
  const { numbers } = acceptedOf(got)
  const names = Object.keys(wanted.numbers).filter((name) => name in numbers)
  const expected = pick(wanted.numbers, names)
  const epsilon = tolerance > 1e-6 ? EPSILON.float32 : EPSILON.float64
  const nearby = moves(call, measured, epsilon).flatMap((moved) => sameShape(ours(moved), expected))
  return findDiscrepancy(pick(numbers, names), expected, nearby, epsilon, tolerance, 'the function')
}

const refusalLaw = (
  run: (call: Call) => Outcome,
  calls: fc.Arbitrary<Call>,
  isGood: (call: Call) => boolean,
): Law =>
  law(
    'wrong numbers are refused',
    'a number that is not finite where one counts, or an array that does not fit, gives an error and no finite number',
    calls.filter((call) => !isGood(call)),
    (call) => {
      const outcome = run(call)
      if (outcome.refused !== undefined || notFinite(outcome.numbers) !== undefined) return undefined
      return `it gave ${fc.stringify(outcome.numbers)}`
    },
  )

const pick = (numbers: Numbers, names: readonly string[]): Numbers =>
  Object.fromEntries(names.map((name) => [name, numbers[name]!]))

/** The first number that is not finite where that of `ours` is. */
function notFinite(numbers: Numbers, ours: Numbers = {}): string | undefined {
  for (const [name, values] of Object.entries(numbers)) {
    const odd = Array.from(values).findIndex(
      (value, i) => !Number.isFinite(value) && !Object.is(ours[name]?.[i], value),
    )
    if (odd >= 0) return `${name}[${odd}] is ${values[odd]}`
  }
  return undefined
}

/** What ours refuses must be refused, with the same argument. */
export function otherRefusal(got: Outcome, wanted: unknown): string | undefined {
  if (got.refused === undefined)
    return `it gave ${fc.stringify(got.numbers)}; ours refuses the call: ${messageOf(wanted)}`
  const [theirs, ours] = [argumentOf(got.refused), argumentOf(wanted)]
  if (theirs === ours) return undefined
  return `it refuses ${theirs ?? `with ${messageOf(got.refused)}`}; ours refuses ${ours}`
}

const messageOf = (refused: unknown): string =>
  refused instanceof Error ? refused.message : fc.stringify(refused)

/** `argument: what was expected there`, of an error of ours in a `Left` or in the exception that `orThrow` makes of it. */
function argumentOf(refused: unknown): string | undefined {
  const value = refused instanceof Error && 'value' in refused ? refused.value : refused
  if (typeof value !== 'object' || value === null || !('argument' in value)) return undefined
  const { argument, expected } = value as { readonly argument: string; readonly expected?: string }
  return `${argument} (expected: ${expected})`
}

/** The numbers of the moved call, where it has the same shape. */
function sameShape(outcome: Outcome, expected: Numbers): readonly Numbers[] {
  if (outcome.refused !== undefined) return []
  const { numbers } = outcome
  const fits = Object.entries(expected).every(([name, values]) => numbers[name]?.length === values.length)
  return fits ? [numbers] : []
}

const MOVES = 6

/** The call with its measured numbers moved by a few units of the precision; equal numbers stay equal. */
function moves(call: Call, measured: readonly string[], epsilon: number): readonly Call[] {
  const [first, ...rest] = call
  if (measured.length === 0 || typeof first !== 'object' || first === null) return []
  return Array.from({ length: MOVES }, (_, k) => {
    const random = randomNumbers(k)
    const known = new Map<number, number>()
    const move = (value: number): number => {
      if (!known.has(value))
        known.set(value, value + 4 * epsilon * (1 + Math.abs(value)) * (random() < 0.5 ? -1 : 1))
      return known.get(value)!
    }
    const fields = Object.entries(first).map(([name, field]) => [
      name,
      measured.includes(name) ? movedField(field, move) : field,
    ])
    return [Object.fromEntries(fields), ...rest]
  })
}

function movedField(field: unknown, move: (value: number) => number): unknown {
  if (typeof field === 'number') return move(field)
  if (field instanceof Float32Array || field instanceof Float64Array) return Float64Array.from(field, move)
  return Array.isArray(field)
    ? field.map((each) => (typeof each === 'number' ? move(each) : movedField(each, move)))
    : field
}

/** Values in the place of a number. */
const NOT_FINITE: readonly unknown[] = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
/** Values of a wrong type, which a caller without TypeScript may pass. */
export const NO_NUMBERS: readonly unknown[] = [
  ...NOT_FINITE,
  '1',
  null,
  -1,
  0.5,
  1e101,
  -1e101,
  2 ** 31,
  2 ** 53,
  true,
]

/** The call with an invalid number in its data, with a list that is one shorter or missing, or without its data. */
export const spoilt = (calls: fc.Arbitrary<Call>, bads: readonly unknown[]): fc.Arbitrary<Call> =>
  fc
    .record({
      call: calls,
      field: fc.nat(),
      at: fc.nat(),
      bad: fc.constantFrom(...bads),
      how: fc.constantFrom(...(bads === NO_NUMBERS ? WAYS : WAYS.slice(0, 5))),
    })
    .map(({ call: [first, ...rest], field, at, bad, how }) => {
      if (typeof first === 'number' || how === 'nothing') return [bad, ...rest]
      if (typeof first !== 'object' || first === null) return [first, ...rest]
      const names = Object.keys(first).filter((name) => isSpoilable((first as Fields)[name]))
      if (names.length === 0) return [first, ...rest]
      const name = names[field % names.length]!
      const value = (first as Fields)[name]
      const changed =
        how === 'missing'
          ? undefined
          : how === 'replaced'
            ? bad
            : how === 'shorter'
              ? shorter(value)
              : withBad(value, at, bad)
      return [{ ...first, [name]: changed }, ...rest]
    })

const WAYS = ['number', 'number', 'number', 'shorter', 'missing', 'replaced', 'nothing'] as const

/** The call with an invalid option: an unknown name, or a value out of range. */
const spoiltOptions = (calls: fc.Arbitrary<Call>): fc.Arbitrary<Call> =>
  fc
    .record({ call: calls, field: fc.nat(), bad: fc.constantFrom(...NO_NUMBERS, {}, [], 'nonsense') })
    .map(({ call, field, bad }) => {
      const options = call.at(-1)
      if (call.length < 2 || typeof options !== 'object' || options === null) return call
      const names = [...Object.keys(options), 'noSuchOption']
      return [...call.slice(0, -1), { ...options, [names[field % names.length]!]: bad }]
    })

type Fields = Readonly<Record<string, unknown>>

const isSpoilable = (value: unknown): boolean =>
  typeof value === 'number' || Array.isArray(value) || ArrayBuffer.isView(value)

const shorter = (value: unknown): unknown =>
  typeof value === 'number' ? value + 1 : (value as readonly unknown[]).slice(0, -1)

function withBad(value: unknown, at: number, bad: unknown): unknown {
  if (typeof value === 'number') return bad
  const list = (value as readonly unknown[]).slice() as unknown[]
  if (list.length > 0) list[at % list.length] = bad
  return list
}
