import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Files that change nothing global share one copy of the modules in each worker, which saves importing mathjs a hundred times. */
const shared = { isolate: false } as const

/** These set what is global: the environment, the backend of tfjs. */
const GLOBAL_STATE = ['test/unit/tfjs*.test.ts', 'test/unit/cuda-settings.test.ts']

/** Files that wait for processes, servers and browsers start first; the short ones of pure functions fill the cores at the end. */
class WholeFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ project }: TestSpecification) =>
      ['faults', 'whole', 'isolated', 'rules', 'unit'].indexOf(project.name)
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b))
  }
}

export default defineConfig({
  test: {
    // One test file a core, and one more for those that wait.
    maxWorkers: availableParallelism() + 1,
    sequence: { sequencer: WholeFirst },
    testTimeout: 60_000,
    // A service that is told to stop gives a connection without a request ten seconds, and one with half a request thirty.
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: { ...shared, name: 'unit', include: ['test/unit/**/*.test.ts'], exclude: GLOBAL_STATE },
      },
      {
        extends: true,
        test: {
          ...shared,
          name: 'rules',
          include: ['test/{golden,math,property,redteam}/**/*.test.ts'],
        },
      },
      { extends: true, test: { ...shared, name: 'whole', include: ['test/package/**/*.test.ts'] } },
      {
        extends: true,
        test: { name: 'isolated', include: ['test/conformance/**/*.test.ts', ...GLOBAL_STATE] },
      },
      // `npm run test:chaos`, a step of its own; `npm test` leaves it out.
      { extends: true, test: { name: 'faults', include: ['test/chaos/**/*.test.ts'] } },
    ],
  },
})
