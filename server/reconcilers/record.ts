import type { AgentEvent } from '@/server/contract/agent/event'
import { setHostFacts, setHostLibvirt, setHostStatus } from '@/server/store/observation/host'
import { recordSamples } from '@/server/store/observation/samples'
import { observeStorage } from '@/server/store/observation/storage'
import { observeAll, observeGone, observeReboot, observeVms } from '@/server/store/observation/vm'
import type { Observed, Observer } from '@/server/store/observation/vm'
import { recordMigration } from '@/server/store/migration/record'
import { recordTask } from '@/server/store/job/task'
import type { HostStatus } from '@/server/contract/api/infrastructure'
import type { Tx } from '@/server/store/db'

export interface Recorded extends Observed {
  /** A whole picture of the host was written. */
  snapshot: boolean
}

const nothing: Recorded = { stale: [], doubt: [], snapshot: false }

/** libvirt's event of a guest's reboot, as the agent names its cause. */
const isReboot = (cause: string): boolean => /reboot/i.test(cause)

/** Writes one event of a host in one transaction. `connected` is the host's status once it has answered. */
export const recordEvent = (observer: Observer, event: AgentEvent, connected: HostStatus): Promise<Recorded> =>
  observer.db.$transaction(tx => record(tx, observer, event, connected), { timeout: 30_000 })

async function record(tx: Tx, observer: Observer, event: AgentEvent, connected: HostStatus): Promise<Recorded> {
  const { host, now } = observer
  switch (event.type) {
    case 'snapshot': {
      await setHostFacts(tx, host.id, event.facts, now())
      await setHostLibvirt(tx, host, event.libvirt, '')
      // Machines first: nobody should see a host Up with yesterday's machines.
      const observed = event.libvirt === 'up' ? await observeAll(tx, observer, event.vms) : nothing
      await setHostStatus(tx, host, connected, '', now())
      return { ...observed, snapshot: true }
    }
    case 'vm': {
      const observed = await observeVms(tx, observer, [event.vm])
      if (isReboot(event.cause)) await observeReboot(tx, event.vm.id)
      return { ...observed, snapshot: false }
    }
    case 'vm-gone':
      await observeGone(tx, observer, [event.id])
      return nothing
    case 'facts':
      await setHostFacts(tx, host.id, event.facts, now())
      return nothing
    case 'libvirt':
      await setHostLibvirt(tx, host, event.state, event.message)
      return nothing
    case 'stats':
      await recordSamples(tx, host.id, event.host, event.vms)
      await observeStorage(tx, host.id, event.storage, now())
      return nothing
    case 'task':
      await recordTask(tx, event)
      return nothing
    case 'migration':
      await recordMigration(tx, event.task)
      return nothing
    case 'alive':
      return nothing
  }
}
