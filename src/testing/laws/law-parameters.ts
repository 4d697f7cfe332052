import { badOption } from '../../errors.js'
import { findUnknownName } from '../../options/find-bad-option.js'
import { refuse } from '../../results.js'

/** How many values are tried, from which seed, and for which laws. */
export interface LawParameters {
  /**
   * Where the random numbers start, a whole number; or `random`, a new one at each run. The same seed finds the same
   * counter-example. Default: the environment variable `GOLONGRL_SEED`, a number or `random`; without it 20260519.
   */
  readonly seed?: number | 'random'
  /** Replays a counter-example: the path in the message of a broken law. Needs `laws.only` with that law's name. */
  readonly path?: string
  /** Values tried for each law, 1 or more. Default 100. */
  readonly runs?: number
  /** Milliseconds one value of a law may take; then the calls are stopped and the law is broken. Default 5000. */
  readonly timeLimit?: number
  readonly laws?: LawSelection
}

/** The part of a law that selection needs. */
interface Named {
  readonly name: string
}

/** Which laws to check. */
export interface LawSelection {
  /** These alone. Default: all. */
  readonly only?: readonly string[]
  /** All but these: their names, or their names with the reason why each is left out. */
  readonly except?: readonly string[] | Readonly<Record<string, string>>
}

export const LAW_PARAMETERS: readonly string[] = ['seed', 'path', 'runs', 'timeLimit', 'laws']

const DEFAULT_SEED = 20260519

/** The seed that parameters and environment ask for. */
export function seedOf({ seed }: LawParameters): number {
  const asked = seed ?? environmentSeed()
  if (asked === 'random') return Math.floor(Math.random() * 2 ** 31)
  return asked ?? DEFAULT_SEED
}

function environmentSeed(): number | 'random' | undefined {
  const { process } = globalThis as { process?: { env?: Readonly<Record<string, string | undefined>> } }
  const given = process?.env?.GOLONGRL_SEED
  if (given === undefined || given === '') return undefined
  if (given === 'random') return given
  refuseUnless(Number.isSafeInteger(Number(given)), 'GOLONGRL_SEED', 'a whole number or random', given)
  return Number(given)
}

/** @throws the Error of a `BadOption` for parameters that cannot be right. */
export function checkParameters(laws: readonly Named[], parameters: LawParameters): void {
  const { seed, path, runs, timeLimit, laws: selection } = parameters
  refuseUnless(
    seed === undefined || seed === 'random' || Number.isSafeInteger(seed),
    'options.seed',
    'a whole number or random',
    seed,
  )
  refuseUnless(
    runs === undefined || (Number.isSafeInteger(runs) && runs > 0),
    'options.runs',
    'a whole number, 1 or more',
    runs,
  )
  refuseUnless(
    timeLimit === undefined || (typeof timeLimit === 'number' && timeLimit > 0),
    'options.timeLimit',
    'a number of milliseconds above 0',
    timeLimit,
  )
  if (selection !== undefined) checkSelection(laws, selection)
  if (path === undefined) return
  refuseUnless(
    typeof path === 'string' && /^\d+(?::\d+)*$/.test(path),
    'options.path',
    'a path as a message gives it',
    path,
  )
  refuseUnless(
    selectLaws(laws, selection).length === 1,
    'options.path',
    'given together with laws.only, which names the one law that broke',
    path,
  )
}

function checkSelection(laws: readonly Named[], selection: LawSelection): void {
  refuseUnknown('options.laws', selection, ['only', 'except'])
  const known = laws.map(({ name }) => name)
  for (const [field, list] of [
    ['only', selection.only ?? []],
    ['except', Array.isArray(selection.except) ? selection.except : Object.keys(selection.except ?? {})],
  ] as const) {
    for (const name of list)
      refuseUnless(known.includes(name), `options.laws.${field}`, `names among ${known.join(', ')}`, name)
  }
}

/** The laws that are to be checked. */
export function selectLaws<One extends Named>(
  laws: readonly One[],
  selection: LawSelection = {},
): readonly One[] {
  return laws.filter(
    ({ name }) => (selection.only?.includes(name) ?? true) && reasonToSkip(name, selection) === undefined,
  )
}

/** Why a law is left out; `undefined` where it is not. */
export function reasonToSkip(name: string, { except }: LawSelection = {}): string | undefined {
  if (except === undefined) return undefined
  if (Array.isArray(except)) return except.includes(name) ? 'left out' : undefined
  return Object.hasOwn(except, name) ? (except as Readonly<Record<string, string>>)[name] : undefined
}

/** @throws the Error of a `BadOption` where `given` has a field of another name than the known ones, or is no object. */
export function refuseUnknown(where: string, given: unknown, known: readonly string[]): void {
  refuse(findUnknownName(given, known, where))
}

/** @throws the Error of a `BadOption` that says what was expected and what came. */
export function refuseUnless(isRight: boolean, argument: string, expected: string, received: unknown): void {
  if (!isRight) refuse(badOption(argument, expected, received))
}

/** What is wrong with the options that `like` holds. */
export const ofLike = <Problem extends { readonly argument: string }>(problem: Problem): Problem => ({
  ...problem,
  argument: problem.argument.replace(/^options/u, 'options.like'),
})
