import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // These need a native library: npm run test:tfjs-node.
    exclude: ['test/tfjs-node/**'],
    // One test file a core: by default one core is left out, which on two cores doubles the time.
    maxWorkers: '100%',
    testTimeout: 60_000,
    // A service that is told to stop gives a connection without a request ten seconds, and one with half a request thirty.
    hookTimeout: 60_000,
  },
})
