import { defineConfig } from 'vitest/config'

/** `npm run test:shared`: over the labelled texts and real payloads of MOODLIGHT_SHARED, which are never part of the repository. */
export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  test: {
    include: ['packages/*/test/**/*.shared.test.ts', 'test/shared/**/*.test.ts'],
    testTimeout: 300_000,
    hookTimeout: 120_000,
    maxWorkers: 1,
    fileParallelism: false,
  },
})
