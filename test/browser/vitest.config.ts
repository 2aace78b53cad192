import { defineConfig } from 'vitest/config'

/** The page in a real Chromium against a real running product: `vitest run --config test/browser/vitest.config.ts`. */
export default defineConfig({
  root: new URL('../..', import.meta.url).pathname,
  test: {
    include: ['test/browser/**/*.browser.ts'],
    testTimeout: 90_000,
    hookTimeout: 180_000,
    // A busy machine draws late; what never comes still fails.
    expect: { poll: { timeout: 20_000 } },
    // One product and one browser at a time.
    fileParallelism: false,
    maxWorkers: 1,
  },
})
