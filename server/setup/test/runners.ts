import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ensurePages, ensurePrograms, outcomeOf } from '../build'
import { inForeground } from '../foreground'
import { step } from '../report'
import { projectRoot } from '../root'
import { tallyOfPlaywright, tallyOfVitest, withExitCode, type PlaywrightReport, type Tally, type VitestReport } from './tally'

/** One part of `npm test`. @param scratch folder for its report */
export interface Runner {
  name: string
  title: string
  run(scratch: string): Promise<Tally>
}

const bin = (name: string): string => join(projectRoot, 'node_modules', '.bin', name)
const one = (code: number): Tally => (code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 })

async function readReport<T>(file: string): Promise<T | undefined> {
  const text = await readFile(file, 'utf8').catch(() => '')
  return text ? (JSON.parse(text) as T) : undefined
}

/** In this order: what is quick and says most comes first. */
export const runners: readonly Runner[] = [
  { name: 'types', title: 'types', run: async () => one(await inForeground(bin('tsc'), ['--noEmit'])) },
  {
    name: 'lint',
    title: 'lint',
    run: async () => one(await inForeground(bin('oxlint'), ['--config', 'server/setup/test/oxlint.json', 'app', 'components', 'server', 'e2e', 'prisma'])),
  },
  {
    name: 'unit',
    title: 'unit and integration tests',
    run: async scratch => {
      const file = join(scratch, 'vitest.json')
      // Integration tests run dist's programs.
      await step('programs', async () => outcomeOf(await ensurePrograms()))
      const code = await inForeground(bin('vitest'), ['run', '--config', 'e2e/vitest.config.ts'], { ATRIUM_TEST_REPORT: file })
      const report = await readReport<VitestReport>(file)
      return withExitCode(report && tallyOfVitest(report), code)
    },
  },
  {
    name: 'e2e',
    title: 'end-to-end tests',
    run: async scratch => {
      if (!existsSync(join(projectRoot, 'e2e', 'playwright.config.ts'))) return { passed: 0, failed: 0 }
      await step('programs', async () => outcomeOf(await ensurePrograms()))
      await step('console', async () => outcomeOf(await ensurePages()))
      const file = join(scratch, 'playwright.json')
      const code = await inForeground(bin('playwright'), ['test', '--config', 'e2e/playwright.config.ts', '--reporter=list,json'], { PLAYWRIGHT_JSON_OUTPUT_FILE: file })
      const report = await readReport<PlaywrightReport>(file)
      return withExitCode(report && tallyOfPlaywright(report), code)
    },
  },
]
