import { defineConfig } from 'vitest/config'

/** `npm run test:int`: slower suites over real files, threads, servers and whole processes. */
export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  test: {
    include: ['packages/*/src/**/*.int.test.ts', 'services/*/src/**/*.int.test.ts', 'test/e2e/**/*.test.ts'],
    testTimeout: 180_000,
    hookTimeout: 120_000,
    // Two cores, and each of these starts threads or processes of its own.
    maxWorkers: 1,
    fileParallelism: false,
  },
})
