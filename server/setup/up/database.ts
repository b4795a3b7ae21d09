import { postgresHome } from '../postgres/layout'
import { startPostgres } from '../postgres/start'
import { postgresStatus } from '../postgres/status'
import { withConnection } from '../postgres/database'
import { processId } from '../process'
import { SetupProblem } from '../problem'
import { liveSupervisor } from '../supervise/control'
import { readServices, writeRunning } from '../supervise/service'
import { waitFor } from '../wait'
import type { Context } from './context'
import { keep, withVersion } from './keep'
import { databaseService } from './services'

const comesBackMs = 30_000

/** Makes the database reachable, the embedded one by starting or adopting it. @returns what was done */
export async function ensureDatabaseRuns(context: Context): Promise<string> {
  const { databaseUrl } = context.options
  if (databaseUrl) {
    context.databaseUrl = databaseUrl
    return 'the one of DATABASE_URL'
  }
  await letSupervisorRestart(context)
  const postgres = await startPostgres(context.places.postgres)
  const service = databaseService(postgres)
  const id = await processId(postgres.pid)
  if (id) await writeRunning(context.places.run, service.name, { ...id, version: withVersion(service).version })
  await keep(context, service)
  context.databaseUrl = postgres.url
  return postgres.adopted ? `adopted (pid ${postgres.pid})` : `started on port ${postgres.port}`
}

/** A server that has just crashed is being started by the supervisor: two starts at once would disturb each other. */
async function letSupervisorRestart({ places }: Context): Promise<void> {
  const kept = (await readServices(places.run)).some(service => service.name === 'database')
  if (!kept || !(await liveSupervisor(places.run))) return
  await waitFor(async () => (await postgresStatus(postgresHome(places.postgres))).state === 'running', comesBackMs)
}

/** A database elsewhere must be there before anything is made. @throws SetupProblem */
export async function checkDatabase(url: string): Promise<string> {
  try {
    return await withConnection(url, async client => (await client.query<{ version: string }>("select split_part(version(), ' ', 2) as version")).rows[0]?.version ?? '')
  } catch (error) {
    const { host, pathname } = new URL(url)
    throw new SetupProblem(`The database ${pathname.slice(1)} on ${host} (DATABASE_URL) does not answer: ${(error as Error).message}.`)
  }
}
