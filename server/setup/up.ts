// npm run up: makes an instance of Atrium run on this machine and stays in the background. See up/steps.ts for what it does.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { withLock } from './lock'
import { SetupProblem } from './problem'
import { step } from './report'
import { newContext, type Context } from './up/context'
import { checkDataFolder, makeDataFolder } from './up/data-folder'
import { checkDatabase } from './up/database'
import { consoleAddress } from './up/health'
import { readInstance } from './up/instance'
import { dataDirOf, readOptions } from './up/options'
import { placesOf } from './up/places'
import { checkPort } from './up/port-check'
import { steps } from './up/steps'

const otherUpMs = 10 * 60_000

async function up(): Promise<void> {
  const places = placesOf(dataDirOf(process.env))
  const before = await readInstance(places)
  const options = readOptions(process.env, before)
  // What can be refused is refused before anything is changed.
  await step(`port ${options.port}`, () => checkPort(options, places, before))
  await step(`data folder ${options.dataDir}`, () => checkDataFolder(options.dataDir))
  const { databaseUrl } = options
  if (databaseUrl) await step('PostgreSQL of DATABASE_URL', () => checkDatabase(databaseUrl))
  await makeDataFolder(places)
  await withLock(join(places.run, 'up.lock'), otherUpMs, async () => {
    const context = newContext(options, places, await readInstance(places))
    for (const { title, run } of steps) await step(title, () => run(context))
    console.log(await welcome(context))
  })
}

async function welcome({ options, places, isFirst }: Context): Promise<string> {
  const generated = (await readFile(places.adminPassword, 'utf8').catch(() => '')).trim()
  const password = !generated ? 'the one given as ATRIUM_ADMIN_PASSWORD at the first set-up' : isFirst ? `${generated}   (kept in ${places.adminPassword})` : `kept in ${places.adminPassword}`
  return [
    '', 'Atrium is running.',
    `  Address   ${consoleAddress(options)}`,
    '  User      admin@internal',
    `  Password  ${password}`,
    `  Logs      ${places.logs}`,
    '  Stop      npm run down',
  ].join('\n')
}

await up().catch((error: unknown) => {
  console.error(error instanceof SetupProblem ? `\n${error.message}` : error)
  process.exitCode = 1
})
