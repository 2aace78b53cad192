import { defineConfig } from 'vitest/config'

/** `npm run test:cluster`: everything that needs real Kafka brokers or a real Elasticsearch. */
export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  test: {
    include: [
      'packages/*/src/**/*.cluster.test.ts',
      'services/*/src/**/*.cluster.test.ts',
      'test/cluster/**/*.test.ts',
    ],
    globalSetup: ['test/cluster/servers.ts'],
    testTimeout: 120_000,
    hookTimeout: 240_000,
    // One set of servers on a small machine.
    maxWorkers: 1,
    fileParallelism: false,
  },
})
