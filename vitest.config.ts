import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { PATIENCE } from './test/helpers/patience.ts'

export default defineConfig({
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    globalSetup: ['test/renderer/detail/harness-server.ts'],
    setupFiles: ['test/helpers/fixed-seed.ts'],
    // Long enough for a machine ten times as slow: time is what a test waits for, never what it tests.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: PATIENCE } },
    // Tests wait for browsers and other processes, and then a core is free for others: a fifth less time than with one each.
    maxWorkers: Math.ceil(1.5 * availableParallelism()),
    // No file changes what another imports, and loading all of it anew for each costs more than most files' tests.
    isolate: false,
  },
})
