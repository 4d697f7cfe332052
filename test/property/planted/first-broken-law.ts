import * as fc from 'fast-check'
import { LawsBroken, type TestRunner } from '../../../src/testing/index.js'

/**
 * Checks the laws of a suite one after another and stops at the first that is broken: one is enough to catch a planted bug. Its
 * counter-example is not made smaller, which takes ten times as long as to find it; `testing-kit-*.test.ts` check that this is done.
 *
 * @param declare declares the suite, as `describeLoss` and its kin do
 * @param order laws to ask first, and those to ask last, one after another
 * @returns the law's name; undefined where all hold
 */
export async function firstBrokenLaw(
  declare: (runner: Required<TestRunner>) => void,
  { first = [], last = [] }: { readonly first?: readonly string[]; readonly last?: readonly string[] } = {},
): Promise<string | undefined> {
  const laws: { readonly name: string; readonly check: () => void | Promise<void> }[] = []
  declare({ describe: (_, suite) => suite(), it: (name, check) => laws.push({ name, check }) })
  const rank = ({ name }: { readonly name: string }) =>
    first.includes(name) ? 0 : last.includes(name) ? 2 + last.indexOf(name) : 1
  const settings = fc.readConfigureGlobal()
  fc.configureGlobal({ ...settings, endOnFailure: true })
  try {
    for (const { name, check } of laws.sort((a, b) => rank(a) - rank(b))) {
      try {
        await check()
      } catch (error) {
        if (error instanceof LawsBroken) return name
        throw error
      }
    }
    return undefined
  } finally {
    fc.configureGlobal(settings)
  }
}
