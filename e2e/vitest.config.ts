import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const root = fileURLToPath(new URL('..', import.meta.url))

export default defineConfig({
  root,
  resolve: { alias: { '@': root } },
  // Files ending in .it.test.ts talk to real libvirt, PostgreSQL or processes; the rest is pure.
  test: { include: ['server/**/*.test.ts', 'components/**/*.test.ts', 'e2e/**/*.test.ts'], testTimeout: 30_000, hookTimeout: 120_000 },
})
