import type { MetadataFile } from '@/server/contract/agent/storage-metadata'
import type { FoundObjects } from '@/server/contract/api/storage-import'
import { AppError } from '@/server/domain/error'
import { readFound, registrationRefusal } from '@/server/domain/storage-domain/found'
import type { Found } from '@/server/domain/storage-domain/found'
import { usable } from '@/server/domain/storage-domain/life'
import type { Db } from '@/server/store/db'
import { storageDomainUnknown } from '@/server/store/storage-domain/facts'
import { knownImages, registrationPlace, takenIds, takenNames } from '@/server/store/storage-domain/ground'

/** All files of metadata/ that a host reads. */
export type ReadMetadata = (hostId: string, path: string) => Promise<MetadataFile[]>

export interface Place {
  id: string
  name: string
  path: string
  datacenterId: string
  hostId: string
}

/** Errors: NOT_FOUND, WRONG_STATE for a domain that is not in use, HOST_UNREACHABLE. */
export async function requirePlace(db: Db, id: string): Promise<Place> {
  const found = await registrationPlace(db, id)
  if (!found) throw storageDomainUnknown(id)
  const subject = { type: 'storage-domain', id, name: found.name }
  const { reason } = usable(found)
  if (reason || found.datacenterId === null) {
    throw new AppError('WRONG_STATE', reason?.text ?? `Storage domain ${found.name} belongs to no datacenter.`, { subject, reason: reason ? { code: reason.code, params: reason.params } : { code: 'domain_unattached', params: { name: found.name } } })
  }
  const [host] = found.hosts
  if (!host) throw new AppError('HOST_UNREACHABLE', `No host that is Up could use storage domain ${found.name}.`, { subject, reason: { code: 'domain_no_host', params: { name: found.name } } })
  return { id, name: found.name, path: found.path, datacenterId: found.datacenterId, hostId: host.hostId }
}

/** What of it is nobody's here. */
export async function withoutRegistered(db: Db, { id, path }: Place, found: Found): Promise<Found> {
  const known = await knownImages(db, id)
  const isKnown = (file: string | null) => file !== null && known.has(`${path}/${file}`)
  return {
    ...found,
    vms: found.vms.filter(({ disks }) => !disks.some(({ file }) => isKnown(file))),
    disks: found.disks.filter(({ file }) => !isKnown(file)),
    templates: found.templates.filter(({ file }) => !isKnown(file)),
  }
}

/** The same as a page shows it: what each would be here, and what is in the way. Errors: as of requirePlace, and the host's. */
export async function listUnregistered(db: Db, id: string, read: ReadMetadata): Promise<FoundObjects> {
  const place = await requirePlace(db, id)
  const found = await withoutRegistered(db, place, readFound(await read(place.hostId, place.path)))
  const ids = await takenIds(db, found.vms.map(vm => vm.id))
  const names = await takenNames(db, found.vms.map(({ name }) => name))
  return {
    vms: found.vms.map(vm => ({
      id: vm.id, name: vm.name, sizeMiB: vm.disks.reduce((sum, { sizeMiB }) => sum + sizeMiB, 0), memoryMiB: vm.memoryMiB, vcpus: vm.vcpus, os: vm.os, cluster: vm.cluster,
      diskCount: vm.disks.length, newId: ids.has(vm.id), nameTaken: names.has(vm.name), problem: registrationRefusal(vm, id),
    })),
    disks: found.disks.map(({ id: diskId, name, sizeMiB }) => ({ id: diskId, name, sizeMiB, problem: null })),
    templates: found.templates.map(({ id: templateId, name, diskSizeMiB }) => ({ id: templateId, name, sizeMiB: diskSizeMiB ?? 0, problem: null })),
    problems: found.problems,
  }
}
