import { isPlainObject } from '../../options/find-bad-option.js'
import type { Breach, Law } from './law.js'
import { LawsBroken } from './law.js'
import {
  checkParameters,
  type LawParameters,
  reasonToSkip,
  refuseUnless,
  selectLaws,
} from './law-parameters.js'

/** The test runner: Vitest, Jest, node:test, Mocha or Bun. */
export interface TestRunner {
  /** The runner's `describe`. Default: the global one. */
  readonly describe?: (name: string, suite: () => void) => void
  /** The runner's `it` or `test`. Default: the global one. A law that is left out is declared with its `skip`. */
  readonly it?: TestFunction
}

export type TestFunction = ((name: string, test: () => void | Promise<void>) => unknown) & {
  readonly skip?: (name: string, test: () => void | Promise<void>) => unknown
}

/** The runner, and the options that are left without it. */
export function withoutRunner<Options extends TestRunner>(
  options: Options,
): readonly [TestRunner, Omit<Options, keyof TestRunner>] {
  refuseUnless(isPlainObject(options), 'options', 'an object', options)
  const { describe, it, ...rest } = options
  return [{ ...(describe && { describe }), ...(it && { it }) }, rest]
}

/** @throws the Error of a `BadOption` where there is neither a runner nor a global one. */
export function runnerOf({ describe, it }: TestRunner): Required<TestRunner> {
  const globals = globalThis as TestRunner & { readonly test?: TestFunction }
  const found = { describe: describe ?? globals.describe, it: it ?? globals.it ?? globals.test }
  refuseUnless(
    typeof found.describe === 'function' && typeof found.it === 'function',
    'options.describe',
    'the one of a test runner, with its it, where they are not globals',
    describe,
  )
  return found as Required<TestRunner>
}

/** Declares a suite with one test for each law; those left out are skipped, with the reason in their title. */
export function describeLaws(
  title: string,
  laws: readonly Law<Breach | undefined | Promise<Breach | undefined>>[],
  parameters: LawParameters,
  runner: TestRunner,
): void {
  const { describe, it } = runnerOf(runner)
  checkParameters(laws as readonly Law[], parameters)
  const selected = selectLaws(laws, parameters.laws)
  describe(title, () => {
    for (const law of laws) {
      if (selected.includes(law)) {
        it(law.name, async () => {
          const breach = await law.check(parameters)
          if (breach !== undefined) throw new LawsBroken(title, [breach])
        })
      } else skip(it, law.name, reasonToSkip(law.name, parameters.laws) ?? 'not among laws.only')
    }
  })
}

/** Declares a test as skipped, where the runner can. */
export function skip(it: TestFunction, name: string, reason: string): void {
  it.skip?.(`${name} (${reason})`, () => {})
}
