import { defineConfig } from 'vitest/config'

/** `npm run test:crash`: processes are really killed, files really cut, syncs really traced. One at a time. */
export default defineConfig({
  root: new URL('../..', import.meta.url).pathname,
  test: {
    include: ['test/crash/**/*.test.ts'],
    testTimeout: 1_200_000,
    hookTimeout: 300_000,
    maxWorkers: 1,
    fileParallelism: false,
  },
})
