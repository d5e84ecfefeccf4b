import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Many tests wait for a process of their own, so a core need not be kept free.
    maxWorkers: '100%',
  },
})
