import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { hashOf, pageInputs, pagesIgnore, programInputs } from './build/inputs'
import { buildPages } from './build/pages'
import { buildPrograms } from './build/programs'
import { unlessStamped } from './build/stamp'
import { withLock } from './lock'
import { sentenceOf } from './problem'
import { step } from './report'
import { projectRoot } from './root'

const otherBuildMs = 30 * 60_000

export interface Built {
  /** Names the sources: a program that runs under another version is out of date. */
  version: string
  /** False when it was up to date. */
  built: boolean
}

/** The programs of dist, built when their sources have changed. One build of a checkout at a time. */
export const ensurePrograms = (): Promise<Built> => ensure('dist/.stamp', () => hashOf(programInputs), buildPrograms)

/** The console's pages and API (.next), built when their sources have changed. */
export const ensurePages = (): Promise<Built> => ensure('.next/.stamp', () => hashOf(pageInputs, pagesIgnore), buildPages)

function ensure(stamp: string, hash: () => Promise<string>, make: () => Promise<unknown>): Promise<Built> {
  return withLock(join(projectRoot, 'dist', '.build.lock'), otherBuildMs, async () => {
    const inputs = await hash()
    return { version: inputs.slice(0, 12), built: await unlessStamped(stamp, inputs, make) }
  })
}

export const outcomeOf = ({ built }: Built): string => (built ? 'built' : 'up to date')

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    await step('programs', async () => outcomeOf(await ensurePrograms()))
    await step('console', async () => outcomeOf(await ensurePages()))
  } catch (error) {
    console.error(sentenceOf(error))
    process.exitCode = 1
  }
}
