import type { ChangeTopic } from '@/server/contract/api/activity'
import { AppError } from '@/server/domain/error'
import { inTheWay, type Contents, type RemovableType } from '@/server/domain/infrastructure/removal'
import { change } from '@/server/store/change'
import type { Db, Tx } from '@/server/store/db'
import { appendEvent } from '@/server/store/event'
import { releaseNetwork, releaseStorageDomain } from '@/server/store/infrastructure/release'
import { stale, type Actor } from '../refuse'

export interface RemoveObject {
  id: string
  /** Generation that the caller has seen; null = whatever it is now. */
  ifMatch?: number | null
  user: Actor
}

interface Row {
  name: string
  /** A template has none: it is never edited. */
  generation?: number
  datacenterId?: string | null
}

interface Removable {
  noun: string
  topic: ChangeTopic
  /** Holds off whoever is about to put something into it, until the transaction ends. */
  lock: (tx: Tx, id: string) => Promise<unknown>
  read: (tx: Tx, id: string) => Promise<Row | null>
  contents: (tx: Tx, id: string) => Promise<Contents>
  forget: (tx: Tx, object: { id: string; name: string }) => Promise<unknown>
  said: (name: string) => string
}

const select = { name: true, generation: true } as const
const below = { ...select, datacenterId: true } as const

const table: Record<RemovableType, Removable> = {
  datacenter: {
    noun: 'datacenter', topic: 'datacenters',
    lock: (tx, id) => tx.$queryRaw`select 1 from datacenter where id = ${id}::uuid for update`,
    read: (tx, id) => tx.datacenter.findUnique({ where: { id }, select }),
    contents: async (tx, datacenterId) => ({
      clusters: await tx.cluster.count({ where: { datacenterId } }),
      storageDomains: await tx.storageDomain.count({ where: { datacenterId } }),
      networks: await tx.network.count({ where: { datacenterId } }),
      templates: await tx.template.count({ where: { datacenterId, blank: false } }),
    }),
    forget: async (tx, { id }) => {
      await tx.template.deleteMany({ where: { datacenterId: id } })
      await tx.datacenter.delete({ where: { id } })
    },
    said: name => `Datacenter ${name} was removed.`,
  },
  cluster: {
    noun: 'cluster', topic: 'clusters',
    lock: (tx, id) => tx.$queryRaw`select 1 from cluster where id = ${id}::uuid for update`,
    read: (tx, id) => tx.cluster.findUnique({ where: { id }, select: below }),
    contents: async (tx, clusterId) => ({ hosts: await tx.host.count({ where: { clusterId } }), vms: await tx.vm.count({ where: { clusterId } }) }),
    forget: (tx, { id }) => tx.cluster.delete({ where: { id } }),
    said: name => `Cluster ${name} was removed.`,
  },
  'storage-domain': {
    noun: 'storage domain', topic: 'storage-domains',
    lock: (tx, id) => tx.$queryRaw`select 1 from storage_domain where id = ${id}::uuid for update`,
    read: (tx, id) => tx.storageDomain.findUnique({ where: { id }, select: below }),
    contents: async (tx, storageDomainId) => ({
      disks: await tx.disk.count({ where: { storageDomainId } }), templates: await tx.template.count({ where: { storageDomainId } }),
    }),
    forget: async (tx, domain) => {
      await releaseStorageDomain(tx, domain, null)
      await tx.storageDomain.delete({ where: { id: domain.id } })
    },
    said: name => `Storage domain ${name} was removed. What is in its folder was kept.`,
  },
  network: {
    noun: 'network', topic: 'networks',
    lock: (tx, id) => tx.$queryRaw`select 1 from network where id = ${id}::uuid for update`,
    read: (tx, id) => tx.network.findUnique({ where: { id }, select: below }),
    contents: async (tx, networkId) => ({ vms: await tx.vm.count({ where: { nics: { some: { networkId } } } }) }),
    forget: async (tx, network) => {
      await releaseNetwork(tx, network, null)
      await tx.network.delete({ where: { id: network.id } })
    },
    said: name => `Network ${name} was removed.`,
  },
  template: {
    noun: 'template', topic: 'templates',
    lock: (tx, id) => tx.$queryRaw`select 1 from template where id = ${id}::uuid for update`,
    read: (tx, id) => tx.template.findUnique({ where: { id }, select: { name: true, datacenterId: true } }),
    contents: async (tx, templateId) => ({ disks: await tx.disk.count({ where: { templateId } }) }),
    forget: async (tx, { id }) => {
      await tx.vm.updateMany({ where: { templateId: id }, data: { templateId: null } })
      await tx.template.delete({ where: { id } })
    },
    said: name => `Template ${name} was removed. Its image was kept.`,
  },
}

/**
 * Removes an empty object; hosts that have it are told as soon as they answer, and nothing on a disk is touched.
 * Errors: NOT_FOUND, IN_USE with what is still in it, STALE_GENERATION.
 */
export async function removeObject(db: Db, type: RemovableType, { id, ifMatch = null, user }: RemoveObject): Promise<void> {
  const { noun, topic, lock, read, contents, forget, said } = table[type]
  await db.$transaction(async tx => {
    await lock(tx, id)
    const row = await read(tx, id)
    if (!row) throw new AppError('NOT_FOUND', `There is no ${noun} ${id}.`, { subject: { type, id } })
    const subject = { type, id, name: row.name }
    if (ifMatch !== null && row.generation !== undefined && ifMatch !== row.generation) throw stale(subject, row.generation, { name: row.name })
    const reason = inTheWay({ type, name: row.name, contents: await contents(tx, id) })
    if (reason) throw new AppError('IN_USE', reason.text, { subject, reason, hint: 'Remove or move these first.' })
    await forget(tx, { id, name: row.name })
    await tx.grant.deleteMany({ where: { objectType: type, objectId: id } })
    await change(tx, topic, id)
    if (row.datacenterId) await change(tx, 'datacenters', row.datacenterId)
    await appendEvent(tx, { code: `${type}.removed`, message: said(row.name), subject, user })
  })
}
