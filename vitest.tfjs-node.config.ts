import { defineConfig } from 'vitest/config'

/** What runs on the real TensorFlow library, after `golongrl setup-tfjs`. */
export default defineConfig({
  test: {
    include: ['test/tfjs-node/*.test.ts'],
    testTimeout: 300_000,
    hookTimeout: 60_000,
    fileParallelism: false,
  },
})
