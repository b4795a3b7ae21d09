import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildPages } from './build/pages'
import { buildPrograms } from './build/programs'
import { hashOf, pageInputs, pagesIgnore, programInputs } from './build/inputs'
import { unlessStamped } from './build/stamp'
import { withLock } from './lock'
import { step, toTerminal, type Report } from './report'
import { projectRoot } from './root'
import { sentenceOf } from './problem'

const otherBuildMs = 30 * 60_000

/**
 * Builds the programs (dist) and the console (.next) when their sources have changed. One build of a checkout at a time.
 * @returns a name of what was built: running programs of another name are out of date
 */
export function build(report: Report): Promise<string> {
  return withLock(join(projectRoot, 'dist', '.build.lock'), otherBuildMs, async () => {
    const programs = await hashOf(programInputs)
    await step(report, 'programs', async () => {
      const built = await unlessStamped('dist/.stamp', programs, buildPrograms)
      return { outcome: built ? 'built' : 'up to date', value: undefined }
    })
    const pages = await hashOf(pageInputs, pagesIgnore)
    await step(report, 'console', async () => {
      const built = await unlessStamped('.next/.stamp', pages, buildPages)
      return { outcome: built ? 'built' : 'up to date', value: undefined }
    })
    return `${programs.slice(0, 12)}-${pages.slice(0, 12)}`
  })
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await build(toTerminal).catch((error: unknown) => {
    console.error(sentenceOf(error))
    process.exitCode = 1
  })
}
