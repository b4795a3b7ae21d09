import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { SetupProblem } from '@/server/setup/problem'
import { Api, Refused } from '../fixtures/api'

/** The manager that `npm run up` with the same environment has started; undefined when none answers. */
export async function findManager(): Promise<Api | undefined> {
  const url = `http://127.0.0.1:${process.env.ATRIUM_PORT ?? 8080}`
  const password = process.env.ATRIUM_ADMIN_PASSWORD ?? (await readFile(join(process.env.ATRIUM_DATA_DIR ?? '/var/lib/atrium', 'admin-password'), 'utf8').catch(() => undefined))
  if (!password) return undefined
  try {
    return await Api.login(url, 'admin@internal', password.trim())
  } catch (error) {
    if (error instanceof Refused) throw new SetupProblem(`The manager at ${url} does not let the lab in: ${error.problem.detail}`)
    return undefined
  }
}

export async function needManager(): Promise<Api> {
  const api = await findManager()
  if (!api) throw new SetupProblem('No manager answers. Start it (npm run up), say which one (ATRIUM_PORT, ATRIUM_ADMIN_PASSWORD), or give --no-manager.')
  return api
}
