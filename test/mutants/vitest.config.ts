import { defineConfig } from 'vitest/config'

/** Which tests a mutant has to get past: those of the room that it lives in. */
const TESTS: Readonly<Record<string, readonly string[]>> = {
  advantages: ['test/golden/advantages.test.ts', 'test/{unit,property}/advantages.test.ts'],
  losses: ['test/golden/losses*.test.ts', 'test/{unit,property}/losses*.test.ts'],
  verifiers: ['test/golden/metrics.test.ts', 'test/unit/{verifiers,answers,f1,iou,ndcg}*.test.ts', 'test/property/laws-verifiers.test.ts', 'test/redteam/*.test.ts'],
}

export default defineConfig({
  test: {
    include: [...(TESTS[process.env.MUTANTS_ROOM ?? ''] ?? Object.values(TESTS).flat())],
    testTimeout: 20_000,
  },
})
