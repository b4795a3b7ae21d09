import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const root = fileURLToPath(new URL('..', import.meta.url))

export default defineConfig({
  root,
  resolve: { alias: { '@': root } },
  // Most of the time of an integration test is waiting for libvirt or a guest, so two files run at once even on two cores.
  // Files ending in .it.test.ts talk to real libvirt, PostgreSQL or processes; the rest is pure.
  test: {
    include: ['server/**/*.test.ts', 'components/**/*.test.ts', 'e2e/**/*.test.ts'],
    maxWorkers: 2,
    retry: process.env.CI ? 1 : 0,
    testTimeout: 30_000,
    hookTimeout: 120_000,
  },
})
