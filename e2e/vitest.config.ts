import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { SlowestFirst } from '../server/setup/test/slowest-first.ts'
import { StuckReporter } from '../server/setup/test/stuck-reporter.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
/** Set by `npm test`, which counts what is in this file. */
const report = process.env.ATRIUM_TEST_REPORT

export default defineConfig({
  root,
  resolve: { alias: { '@': root } },
  // Most of the time of an integration test is waiting for libvirt or a guest, so two files run at once even on two cores.
  // Files ending in .it.test.ts talk to real libvirt, PostgreSQL or processes; the rest is pure.
  test: {
    include: ['server/**/*.test.ts', 'components/**/*.test.ts', 'e2e/**/*.test.ts'],
    reporters: ['default', new StuckReporter(), ...(report ? [['json', { outputFile: report }] as ['json', { outputFile: string }]] : [])],
    sequence: { sequencer: SlowestFirst },
    maxWorkers: 2,
    retry: process.env.CI ? 1 : 0,
    // Each of the others may wait for its time-out, too.
    bail: process.env.CI ? 12 : 0,
    testTimeout: 30_000,
    hookTimeout: 120_000,
  },
})
