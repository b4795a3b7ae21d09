import type { DiskDetail, DiskRow } from '@/server/contract/api/disk'
import { diskActionNames, DiskCheck } from '@/server/contract/api/disk'
import { DiskOptions } from '@/server/contract/hardware/disk'
import { mayDo } from '@/server/domain/access/decide'
import { forbiddenAction } from '@/server/domain/access/forbidden'
import { diskAction, diskVerbs, movesLive } from '@/server/domain/disk/rules'
import type { Db } from '../db'
import type { Prisma } from '../generated/client'
import { diskPath } from '../path'
import type { Caller } from '../scope'
import { vmFacts, vmFactsSelect } from './vm'

export const diskSelect = {
  id: true, name: true, sizeMiB: true, allocatedMiB: true, format: true, allocation: true, path: true, bus: true, target: true, position: true, options: true, createdAt: true,
  storageDomain: { select: { id: true, name: true, datacenterId: true } },
  template: { select: { id: true, name: true } },
  vm: { select: { id: true, name: true, clusterId: true, cluster: { select: { datacenterId: true } }, ...vmFactsSelect } },
  job: { select: { id: true, kind: true, endedAt: true } },
} satisfies Prisma.DiskSelect
export type DiskRecord = Prisma.DiskGetPayload<{ select: typeof diskSelect }>

const ref = ({ id, name }: { id: string; name: string }) => ({ id, name })

/** A disk with what may be done to it now, state and permission together. */
export function diskRow(disk: DiskRecord, caller: Caller): DiskRow {
  const { vm, storageDomain, template, job, options, position, ...row } = disk
  const held = job && job.endedAt === null ? { id: job.id, kind: job.kind } : null
  const parsed = DiskOptions.parse(options)
  const facts = { job: held, shareable: parsed.shareable, format: disk.format, lun: parsed.device === 'lun', position, vm: vm && vmFacts(vm), thin: row.allocation === 'thin' && template !== null }
  const path = diskPath({ id: disk.id, storageDomain, vm })
  const state = (action: (typeof diskActionNames)[number]) =>
    mayDo(caller.grants, diskVerbs[action], path) ? diskAction(action, facts) : forbiddenAction(diskVerbs[action])
  return {
    ...row,
    bus: row.bus as DiskRow['bus'],
    options: parsed,
    createdAt: row.createdAt.toISOString(),
    storageDomain: ref(storageDomain),
    template,
    vm: vm && ref(vm),
    live: movesLive(facts.vm),
    job: held,
    actions: Object.fromEntries(diskActionNames.map(action => [action, state(action)])) as DiskRow['actions'],
  }
}

/** The machines that have its image: more than one where it is shared. Those that the caller may not see are left out. */
async function usersOf(db: Db, image: string, caller: Caller): Promise<DiskDetail['users']> {
  const rows = await db.disk.findMany({ where: { path: image, vmId: { not: null } }, select: diskSelect, orderBy: [{ vm: { name: 'asc' } }, { id: 'asc' }] })
  return rows.filter(({ id, storageDomain, vm }) => mayDo(caller.grants, 'disk.read', diskPath({ id, storageDomain, vm }))).flatMap(({ id, vm, bus, target, options }) =>
    (vm ? [{ disk: id, vm: ref(vm), target, bus: bus as DiskRow['bus'], readOnly: DiskOptions.parse(options).readOnly }] : []))
}

export async function getDisk(db: Db, id: string, caller: Caller): Promise<DiskDetail | null> {
  const record = await db.disk.findUnique({ where: { id }, select: { ...diskSelect, lastCheck: true, storageDomain: { select: { ...diskSelect.storageDomain.select, datacenter: { select: { id: true, name: true } } } } } })
  if (!record) return null
  return { ...diskRow(record, caller), lastCheck: DiskCheck.safeParse(record.lastCheck).data ?? null, users: await usersOf(db, record.path, caller), datacenter: record.storageDomain.datacenter }
}
