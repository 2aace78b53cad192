import { defineConfig } from 'vitest/config'

/** `npm test`: everything fast. Suites that need servers, a browser, kills or ../shared have commands of their own. */
export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  test: {
    include: [
      'packages/*/src/**/*.test.ts',
      'services/*/src/**/*.test.ts',
      'scripts/**/*.test.ts',
      'test/unit/**/*.test.ts',
    ],
    exclude: ['**/node_modules/**', '**/*.int.test.ts', '**/*.cluster.test.ts'],
    testTimeout: 20_000,
    hookTimeout: 20_000,
    maxWorkers: 2,
  },
})
