import { isAlive } from '../process'
import { portIsFree } from '../port'
import { SetupProblem } from '../problem'
import { readRunning } from '../supervise/service'
import type { Instance } from './instance'
import { listenerOn } from './listener'
import type { Options } from './options'
import type { Places } from './places'

/** @returns 'ours' when our own manager has the port @throws SetupProblem when another program has it */
export async function checkPort({ port, address }: Options, places: Places, instance: Instance): Promise<'free' | 'ours'> {
  if (await portIsFree(port, address)) return 'free'
  const manager = await readRunning(places.run, 'manager')
  if (instance.port === port && manager && (await isAlive(manager))) return 'ours'
  const who = (await listenerOn(port)) ?? 'another program'
  throw new SetupProblem(`Port ${port} on ${address} is in use by ${who}: stop that, or choose another one, as in ATRIUM_PORT=${port + 1} npm run up.`)
}
