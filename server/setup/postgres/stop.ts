import { postgresHome } from './layout'
import { nativeFolder } from './native'
import { postgresStatus } from './status'
import { runTool } from './tools'
import { serverUser } from './user'

/**
 * Stops the server of that data folder ("fast": open transactions are rolled back, nothing is lost). Repeatable.
 * @returns false when it did not run
 */
export async function stopPostgres(homeFolder: string): Promise<boolean> {
  const home = postgresHome(homeFolder)
  if ((await postgresStatus(home)).state !== 'running') return false
  const user = await serverUser()
  const tools = { user, native: await nativeFolder(home.home, user) }
  await runTool(tools, 'pg_ctl', ['stop', '--wait', '--timeout', '60', '--silent', '--mode', 'fast', '--pgdata', home.data])
  return true
}
