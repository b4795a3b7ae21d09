import { Hardware } from '@/server/contract/hardware/hardware'
import { NicOptions, nicModels } from '@/server/contract/hardware/nic'
import { DiskOptions, diskBuses } from '@/server/contract/hardware/disk'
import type { DiskMetadata, MetadataKind, VmMetadata } from '@/server/contract/storage-metadata'
import { encodeMetadata, metadataFile } from '@/server/domain/storage-domain/metadata'
import { bootFirst } from '../disk/order'
import type { Tx } from '../db'
import type { Prisma } from '../generated/client'

/** A file that a storage domain should have. */
export interface Document {
  storageDomainId: string
  file: string
  text: string
}

/** Which of them: those of these objects, and all of these domains. */
export interface Scope {
  vmIds: readonly string[]
  diskIds: readonly string[]
  templateIds: readonly string[]
  /** The file of the domain itself. */
  domainIds: readonly string[]
  /** Everything of the domain. */
  whole: readonly string[]
}

const diskInclude = { storageDomain: { select: { id: true, path: true } } } as const
type DiskRow = Prisma.DiskGetPayload<{ include: typeof diskInclude }>

/** Below the domain's folder; null for what lies elsewhere. */
const fileIn = (path: string, folder: string): string | null => (path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : null)

const diskBody = (disk: DiskRow): DiskMetadata => ({
  id: disk.id, name: disk.name, file: fileIn(disk.path, disk.storageDomain.path), storageDomainId: disk.storageDomain.id, format: disk.format === 'raw' ? 'raw' : 'qcow2',
  sizeMiB: disk.sizeMiB, allocation: disk.allocation, bus: diskBuses.find(bus => bus === disk.bus) ?? 'virtio', target: disk.target, position: disk.position,
  options: DiskOptions.parse(disk.options), templateId: disk.allocation === 'thin' ? disk.templateId : null,
})

const vmInclude = {
  disks: { include: diskInclude, orderBy: bootFirst }, nics: { include: { network: { select: { name: true } } }, orderBy: [{ name: 'asc' }, { id: 'asc' }] },
  tags: { select: { tag: { select: { name: true } } } }, cluster: { select: { name: true } },
} satisfies Prisma.VmInclude
type VmRow = Prisma.VmGetPayload<{ include: typeof vmInclude }>

const vmBody = (vm: VmRow): VmMetadata => ({
  id: vm.id, name: vm.name, description: vm.description, memoryMiB: vm.memoryMiB, vcpus: vm.vcpus,
  virtType: vm.virtType === 'kvm' || vm.virtType === 'qemu' ? vm.virtType : 'auto', firmware: vm.firmware === 'uefi' ? 'uefi' : 'bios', os: vm.os,
  hardware: Hardware.parse(vm.hardware), definition: vm.definition, comment: vm.comment, customFields: vm.customFields as Record<string, string>,
  tags: vm.tags.map(({ tag }) => tag.name).sort(), deleteProtected: vm.deleteProtected, stateless: vm.stateless, haEnabled: vm.haEnabled,
  haPriority: vm.haPriority === 'low' || vm.haPriority === 'high' ? vm.haPriority : 'medium', cluster: vm.cluster.name,
  disks: vm.disks.map(diskBody),
  nics: vm.nics.map(({ id, name, mac, model, options, network }) => ({
    id, name, mac, model: nicModels.find(known => known === model) ?? 'virtio', options: NicOptions.parse(options), network: network?.name ?? null,
  })),
})

const documentsOfVms = async (tx: Tx, { vmIds, whole }: Scope): Promise<Document[]> => {
  const rows = await tx.vm.findMany({
    where: { external: false, OR: [{ id: { in: [...vmIds] } }, { disks: { some: { storageDomainId: { in: [...whole] } } } }] }, include: vmInclude, orderBy: { id: 'asc' },
  })
  return rows.flatMap(vm => {
    const text = encodeMetadata('vm', vmBody(vm))
    return [...new Set(vm.disks.map(({ storageDomainId }) => storageDomainId))].map(storageDomainId => ({ storageDomainId, file: metadataFile('vm', vm.id), text }))
  })
}

const documentsOfDisks = async (tx: Tx, { diskIds, whole }: Scope): Promise<Document[]> => {
  const rows = await tx.disk.findMany({ where: { vmId: null, OR: [{ id: { in: [...diskIds] } }, { storageDomainId: { in: [...whole] } }] }, include: diskInclude, orderBy: { id: 'asc' } })
  return rows.map(disk => ({ storageDomainId: disk.storageDomainId, file: metadataFile('disk', disk.id), text: encodeMetadata('disk', diskBody(disk)) }))
}

const documentsOfTemplates = async (tx: Tx, { templateIds, whole }: Scope): Promise<Document[]> => {
  const rows = await tx.template.findMany({
    where: { OR: [{ id: { in: [...templateIds] } }, { storageDomainId: { in: [...whole] } }] }, include: { storageDomain: { select: { path: true } } }, orderBy: { id: 'asc' },
  })
  return rows.flatMap(({ id, name, description, os, path, format, diskSizeMiB, memoryMiB, vcpus, storageDomainId, storageDomain }) => {
    const file = storageDomain && path ? fileIn(path, storageDomain.path) : null
    if (!file || !storageDomainId) return []
    const body = { id, name, description, os, file, format: format === 'raw' ? 'raw' as const : 'qcow2' as const, diskSizeMiB, memoryMiB, vcpus }
    return [{ storageDomainId, file: metadataFile('template', id), text: encodeMetadata('template', body) }]
  })
}

const documentsOfDomains = async (tx: Tx, { domainIds, whole }: Scope, owner: string | null): Promise<Document[]> => {
  const rows = await tx.storageDomain.findMany({ where: { id: { in: [...domainIds, ...whole] }, datacenterId: { not: null } }, include: { datacenter: { select: { name: true } } }, orderBy: { id: 'asc' } })
  return rows.map(({ id, name, description, role, type, datacenter }) => {
    const body = { id, name, description, role: role === 'iso' || role === 'export' ? role as 'iso' | 'export' : 'data' as const, type, owner, datacenter: datacenter?.name ?? '' }
    return { storageDomainId: id, file: metadataFile('domain', id), text: encodeMetadata('domain', body) }
  })
}

/** What the domains should have of these objects. `owner` = this manager; null = nobody's from now on. */
export const documentsOf = async (tx: Tx, scope: Scope, owner: string | null): Promise<Document[]> => [
  ...(await documentsOfVms(tx, scope)), ...(await documentsOfDisks(tx, scope)), ...(await documentsOfTemplates(tx, scope)), ...(await documentsOfDomains(tx, scope, owner)),
]

/** Names of the files of these objects, wherever they may be written. */
export const filesOf = ({ vmIds, diskIds, templateIds }: Scope): string[] => {
  const named = (kind: MetadataKind, ids: readonly string[]) => ids.map(id => metadataFile(kind, id))
  return [...named('vm', vmIds), ...named('disk', diskIds), ...named('template', templateIds)]
}
