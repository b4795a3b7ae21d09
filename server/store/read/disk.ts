import type { DiskRow } from '@/server/contract/api/disk'
import { diskActionNames } from '@/server/contract/api/disk'
import { DiskOptions } from '@/server/contract/hardware/disk'
import { mayDo } from '@/server/domain/access/decide'
import { forbiddenAction } from '@/server/domain/access/forbidden'
import { diskAction, diskVerbs } from '@/server/domain/disk/rules'
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
  const facts = { job: held, shareable: parsed.shareable, position, vm: vm && vmFacts(vm) }
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
    job: held,
    actions: Object.fromEntries(diskActionNames.map(action => [action, state(action)])) as DiskRow['actions'],
  }
}

export async function getDisk(db: Db, id: string, caller: Caller): Promise<DiskRow | null> {
  const record = await db.disk.findUnique({ where: { id }, select: diskSelect })
  return record && diskRow(record, caller)
}
