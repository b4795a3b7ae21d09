import type { Browser } from '@playwright/test'
import type { Api } from '@/e2e/fixtures/api'
import type { Instance } from '@/e2e/fixtures/instance'

/** What every measurement gets: a fresh instance with one tiny machine, Down, and a browser. */
export interface BenchContext {
  instance: Instance
  api: Api
  /** The machine; each measurement leaves it Down. */
  vmId: string
  browser: Browser
}
