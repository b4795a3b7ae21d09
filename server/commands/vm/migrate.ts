import type { MigrateOptions } from '@/server/contract/api/migration'
import { AppError } from '@/server/domain/error'
import { Initialization } from '@/server/contract/initialization'
import { requireRoomForAll } from '@/server/store/storage-domain/room'
import { domainFor } from '@/server/store/disk/ground'
import { bootFirst } from '@/server/store/disk/order'
import { vmMigrate } from '@/server/workflows/vm/migrate'
import { actOnVm } from './act'
import type { CommandContext } from './context'

type Wish = MigrateOptions & { id: string }

/** Errors: NOT_FOUND, BAD_INPUT. */
async function refuseBadDestinations({ db }: CommandContext, { id, destinations = [] }: Wish): Promise<void> {
  if (destinations.length === 0) return
  const vm = await db.vm.findUnique({
    where: { id },
    select: { id: true, name: true, clusterId: true, initialization: true, disks: { select: { id: true, name: true, storageDomainId: true, sizeMiB: true }, orderBy: bootFirst } },
  })
  // The command itself says so.
  if (!vm) return
  if (new Set(destinations.map(({ diskId }) => diskId)).size < destinations.length) throw new AppError('BAD_INPUT', 'A disk is named twice.', { field: 'destinations' })
  for (const { diskId, storageDomainId } of destinations) {
    const disk = vm.disks.find(one => one.id === diskId)
    if (!disk) throw new AppError('NOT_FOUND', `${vm.name} has no disk ${diskId}.`, { field: 'destinations', subject: { type: 'disk', id: diskId } })
    const domain = await domainFor(db, storageDomainId, vm)
    if (disk.storageDomainId === domain.id) {
      throw new AppError('BAD_INPUT', `Disk ${disk.name} is on ${domain.name} already.`, { field: 'destinations', reason: { code: 'disk_there', params: { disk: disk.name, domain: domain.name } } })
    }
  }
  await requireRoomForAll(db, destinations.map(({ diskId, storageDomainId }) => ({ storageDomainId, sizeMiB: vm.disks.find(({ id: known }) => known === diskId)?.sizeMiB ?? 0 })), 'destinations')
  const { kind } = vm.initialization === null ? { kind: null } : Initialization.parse(vm.initialization)
  if (kind === 'ignition' && destinations.some(({ diskId }) => diskId === vm.disks[0]?.id)) {
    throw new AppError('BAD_INPUT', `The Ignition file of ${vm.name} lies beside its first disk, and can't move while it runs.`, { field: 'destinations', reason: { code: 'ignition_stays', params: { name: vm.name } } })
  }
}

/** Moves it to that host, or to the best one. Errors as `actOnVm`, NOT_FOUND and BAD_INPUT of disks; what the preflight says is in the job. */
export async function migrateVm(context: CommandContext, { id, ...options }: Wish): Promise<{ jobId: string }> {
  await refuseBadDestinations(context, { id, ...options })
  return actOnVm(context, 'migrate', vmMigrate, { vmId: id, ...options })
}
