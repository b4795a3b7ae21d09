import { createHash } from 'node:crypto'
import { liveSupervisor, supervise, waitForService } from '../supervise/control'
import { readRunning, readServices, type Service } from '../supervise/service'
import { SetupProblem } from '../problem'
import { tailOf } from '../log-tail'
import { supervisorOf, type Context } from './context'
import type { Places } from './places'

const startTimeoutMs = 30_000

/** Adds the service to those that are kept running, or changes it there, and waits until it runs. The others are left as they are. */
export async function keep(context: Context, service: Service): Promise<void> {
  const wanted = withVersion(service)
  // Without a supervisor the list is of an earlier life (before a reboot, say): its services come back one by one, as they are now.
  const kept = (await liveSupervisor(context.places.run)) ? await readServices(context.places.run) : []
  const others = kept.filter(other => other.name !== service.name)
  await supervise(supervisorOf(context), [...others, wanted].toSorted((a, b) => order.indexOf(a.name) - order.indexOf(b.name)))
  if (await waitForService(context.places.run, wanted, startTimeoutMs)) return
  throw new SetupProblem(`The ${service.name} does not start. The end of ${service.log}:\n${await tailOf(service.log)}`)
}

const crashesEnough = 3

/** @returns a question to ask now and then: has the service been started anew so often that it will not get well? */
export async function crashWatch(places: Places, name: string): Promise<() => Promise<boolean>> {
  const pids = new Set([(await readRunning(places.run, name))?.pid])
  return async () => {
    pids.add((await readRunning(places.run, name))?.pid)
    return pids.size > crashesEnough
  }
}

/** Started first, stopped last. */
const order = ['database', 'manager', 'agent']

/** The version covers everything the process was started with, so that a change of the port or of the database restarts it too. */
export function withVersion(service: Service): Service {
  return { ...service, version: createHash('sha256').update(JSON.stringify(service)).digest('hex').slice(0, 16) }
}
