import { unobservedVms } from '@/server/store/observation/unobserved'
import { lockObserved, observeGone, observeVms } from '@/server/store/observation/vm'
import type { Environment } from '@/server/workflows/environment'

const callMs = 10_000

/**
 * Machines that a job has put on a host (or back on it) of which that host has said nothing since: what it said before was
 * taken for an old definition. It is asked. An event that comes in meanwhile is newer than the answer and stays.
 */
export async function observeAnew({ db, hosts, instanceId, now }: Environment, hostIds: readonly string[]): Promise<void> {
  for (const { id, host } of await unobservedVms(db, hostIds)) {
    const seen = await (await hosts.agent(host.id)).vm.get({ id }, { signal: AbortSignal.timeout(callMs) })
    const observer = { db, instanceId, host, now }
    await db.$transaction(async tx => {
      const row = await lockObserved(tx, id)
      if (!row || row.hostId !== host.id || row.observedAt !== null || row.job) return
      if (seen) await observeVms(tx, observer, [seen])
      else await observeGone(tx, observer, [id])
    })
  }
}
