import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { SetupProblem } from '@/server/setup/problem'
import { consoleAddress } from '@/server/setup/up/health'
import { readInstance } from '@/server/setup/up/instance'
import { dataDirOf, readOptions } from '@/server/setup/up/options'
import { placesOf } from '@/server/setup/up/places'
import { Api, Refused } from '../fixtures/api'

/**
 * The manager that `npm run up` has started with the same ATRIUM_… variables; undefined when none answers or none was ever set up.
 * The password is the one that `up` has generated, or ATRIUM_ADMIN_PASSWORD.
 */
export async function findManager(): Promise<Api | undefined> {
  const places = placesOf(dataDirOf(process.env))
  const options = readOptions(process.env, await readInstance(places))
  const password = options.adminPassword ?? (await readFile(places.adminPassword, 'utf8').catch(() => '')).trim()
  if (!password) return undefined
  try {
    return await Api.login(consoleAddress(options), 'admin@internal', password)
  } catch (error) {
    if (error instanceof Refused) throw new SetupProblem(`The manager at ${consoleAddress(options)} does not let the lab in: ${error.problem.detail}`)
    return undefined
  }
}

export async function needManager(): Promise<Api> {
  const api = await findManager()
  if (!api) throw new SetupProblem('No manager lets the lab in. Start one (npm run up), say which (ATRIUM_PORT, ATRIUM_DATA_DIR) and its password (ATRIUM_ADMIN_PASSWORD), or give --no-manager.')
  return api
}

/** Image of the small guest that `up` has built; undefined when it is not there. */
export function tinyGuest(): string | undefined {
  const image = join(placesOf(dataDirOf(process.env)).guest, 'tiny.qcow2')
  return existsSync(image) ? image : undefined
}
