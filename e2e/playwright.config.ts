import { defineConfig } from '@playwright/test'
import { chromiumOptions } from './fixtures/chromium'

export default defineConfig({
  testDir: '.',
  testMatch: '*.e2e.ts',
  globalSetup: './fixtures/global.ts',
  outputDir: '../test-results',
  // One machine, one libvirt: tests take turns.
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  // Real guests on a machine that others load: a second try is told as such in the report.
  retries: process.env.CI ? 1 : 0,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: [['list']],
  use: {
    browserName: 'chromium',
    launchOptions: chromiumOptions,
    locale: 'en-GB',
    viewport: { width: 1280, height: 800 },
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
  },
})
