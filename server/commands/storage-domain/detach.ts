import { change } from '@/server/store/change'
import { lockStorageDomain } from '@/server/store/storage-domain/facts'
import { machinesOf } from '@/server/store/storage-domain/detach'
import { lockVmForJob } from '@/server/store/vm/lifecycle'
import { queueStorageJob } from '@/server/workflows/queue'
import { storageDomainDetach } from '@/server/workflows/storage-domain/detach'
import type { CommandContext } from '../vm/context'
import { mustAllow, requireName } from './refuse'

interface Leaving {
  id: string
  /** Only its record and those of what is on it go; the name is typed by the person. */
  destroy: { name: string } | null
}

/** Its machines are held until the job has ended. */
async function leave({ db, user, now, newId }: CommandContext, { id, destroy }: Leaving): Promise<{ jobId: string }> {
  const jobId = newId()
  await db.$transaction(async tx => {
    const domain = await lockStorageDomain(tx, id)
    if (destroy) requireName(domain, destroy.name)
    mustAllow(destroy ? 'destroy' : 'detach', domain)
    await queueStorageJob(tx, storageDomainDetach, { id: jobId, input: { storageDomainId: id, destroy: destroy !== null }, storageDomain: { id, name: domain.name }, user }, now)
    for (const vm of await machinesOf(tx, id)) {
      await lockVmForJob(tx, vm.id, jobId, now)
      await change(tx, 'vms', vm.id)
    }
  })
  return { jobId }
}

/** The domain leaves its datacenter with what is on it. Errors: NOT_FOUND, WRONG_STATE, LOCKED, IN_USE with the names of what is in the way. */
export const detachStorageDomain = (context: CommandContext, { id }: { id: string }) => leave(context, { id, destroy: null })

/** The domain and what is on it are forgotten; the storage is not touched. Errors: as above, BAD_INPUT for another name. */
export const destroyStorageDomain = (context: CommandContext, { id, name }: { id: string; name: string }) => leave(context, { id, destroy: { name } })
