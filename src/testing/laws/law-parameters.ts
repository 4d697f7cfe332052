/** How thoroughly to look, and at which laws. */
export interface LawParameters {
  /**
   * Where the random numbers start, a whole number; or `random`, a new one at each run. The same seed finds the same
   * counter-example. Default: the environment variable `GOLONGRL_SEED`, a number or `random`; without it 20260519.
   */
  readonly seed?: number | 'random'
  /** Where in the seed's values to start, from the message of a broken law. Needs `laws.only` with that law's name. */
  readonly path?: string
  /** Values tried for each law, 1 or more. Default 100. */
  readonly runs?: number
  /** Milliseconds one value of a law may take; then the calls are stopped and the law is broken. Default 5000. */
  readonly timeLimit?: number
  readonly laws?: LawSelection
}

/** A law, as far as choosing among laws goes. */
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

/** @throws RangeError or TypeError for parameters that cannot be right. */
export function checkParameters(laws: readonly Named[], parameters: LawParameters): void {
  const { seed, path, runs, timeLimit, laws: selection } = parameters
  refuseUnless(
    seed === undefined || seed === 'random' || Number.isSafeInteger(seed),
    'seed',
    'a whole number or random',
    seed,
  )
  refuseUnless(
    runs === undefined || (Number.isSafeInteger(runs) && runs > 0),
    'runs',
    'a whole number, 1 or more',
    runs,
  )
  refuseUnless(
    timeLimit === undefined || (typeof timeLimit === 'number' && timeLimit > 0),
    'timeLimit',
    'a number of milliseconds above 0',
    timeLimit,
  )
  if (selection !== undefined) checkSelection(laws, selection)
  if (path === undefined) return
  refuseUnless(
    typeof path === 'string' && /^\d+(?::\d+)*$/.test(path),
    'path',
    'a path as a message gives it',
    path,
  )
  refuseUnless(
    selectLaws(laws, selection).length === 1,
    'path',
    'given together with laws.only, which names the one law that broke',
    path,
  )
}

function checkSelection(laws: readonly Named[], selection: LawSelection): void {
  refuseUnknown('laws', selection, ['only', 'except'])
  const known = laws.map(({ name }) => name)
  for (const [field, list] of [
    ['only', selection.only ?? []],
    ['except', Array.isArray(selection.except) ? selection.except : Object.keys(selection.except ?? {})],
  ] as const) {
    for (const name of list)
      refuseUnless(known.includes(name), `laws.${field}`, `names among ${known.join(', ')}`, name)
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

/** @throws TypeError where `given` has a field of another name than the known ones, or is no object. */
export function refuseUnknown(where: string, given: unknown, known: readonly string[]): void {
  refuseUnless(typeof given === 'object' && given !== null, where, 'an object', given)
  const unknown = Object.keys(given as object).find((name) => !known.includes(name))
  if (unknown !== undefined)
    throw new TypeError(`${where}.${unknown} is unknown; known are ${known.join(', ')}`)
}

/** @throws RangeError saying what was expected and what came. */
export function refuseUnless(isRight: boolean, argument: string, expected: string, received: unknown): void {
  if (!isRight) throw new RangeError(`${argument} must be ${expected}, not ${show(received)}`)
}

function show(value: unknown): string {
  if (typeof value === 'function') return 'a function'
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'a list' : 'an object'
  return typeof value === 'string' ? `"${value}"` : String(value)
}
