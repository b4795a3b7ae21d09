import { defineConfig } from '@playwright/test'
import { chromiumOptions } from './fixtures/chromium'

/** Specs that kill what all others need, count what all others change, or fill the machine with hosts. */
const alone = /\/(clone|crash|expiry|host|lab-command|migration|session|trouble|vm-input)\.e2e\.ts$/

export default defineConfig({
  testDir: '.',
  testMatch: '*.e2e.ts',
  globalSetup: './fixtures/global.ts',
  outputDir: '../test-results',
  // Within a file tests take turns; two files run at once, since most of their time is waiting for a guest.
  workers: 2,
  fullyParallel: false,
  projects: [
    { name: 'beside', testIgnore: alone },
    { name: 'alone', testMatch: alone, workers: 1, dependencies: ['beside'] },
  ],
  forbidOnly: true,
  // Real guests on a machine that others load: a second try is told as such in the report.
  retries: process.env.CI ? 1 : 0,
  // Each of the others may wait for its time-out, too.
  maxFailures: process.env.CI ? 8 : 0,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: [['list']],
  use: {
    browserName: 'chromium',
    launchOptions: chromiumOptions,
    locale: 'en-GB',
    viewport: { width: 1280, height: 800 },
    // A trace of each test would take a good part of the two cores.
    trace: process.env.CI ? 'on-first-retry' : 'retain-on-failure',
    screenshot: 'only-on-failure',
  },
})
