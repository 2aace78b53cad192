import { defineConfig } from 'vitest/config'

/** `npm run test:deploy`: what is in deploy/, checked by the tools it is for, and the compose file really brought up. */
export default defineConfig({
  root: new URL('../..', import.meta.url).pathname,
  test: {
    include: ['test/deploy/**/*.test.ts'],
    testTimeout: 600_000,
    hookTimeout: 1_800_000,
    maxWorkers: 1,
    fileParallelism: false,
  },
})
