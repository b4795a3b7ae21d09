import { wholeMiB } from '@/server/domain/vm/live/memory'
import type { VmObservation } from '@/server/contract/agent/vm'
import type { VmRuntime } from '@/server/contract/api/vm'
import { isActive } from '@/server/domain/vm/observed'
import { changes } from '../change'
import type { Db, Tx } from '../db'
import { appendEvent } from '../event'
import { Prisma } from '../generated/client'
import { recordMoves } from '../migration/moves'
import { refreshVmStatus } from '../vm/status'
import { meaningOf, observedEvent } from './decide'

export interface Observer {
  db: Db
  instanceId: string
  host: { id: string; name: string; clusterId: string }
  now: () => Date
}

/** What a batch of observations left to others: definitions to remove, and machines that run here although they should not. */
export interface Observed {
  stale: string[]
  doubt: string[]
}

const rowFields = {
  id: true, name: true, external: true, hostId: true, memoryMiB: true, vcpus: true,
  observedState: true, observedReason: true, observedAutostart: true, observedGeneration: true, observedDefinition: true, observedAt: true, runtime: true, running: true, addresses: true,
  job: { select: { kind: true } }, host: { select: { name: true } },
} as const
type Row = Prisma.VmGetPayload<{ select: typeof rowFields }>

/** Figures of the last sample live in the same field; an observation does not touch them while the machine runs. */
const runtimeOf = (seen: VmObservation, before: Prisma.JsonValue): VmRuntime | null => {
  if (!isActive(seen.state)) return null
  const { cpuPercent, memoryUsedMiB, stealPercent } = (before ?? {}) as Partial<VmRuntime>
  return {
    memoryMiB: seen.running ? wholeMiB(seen.running) : seen.memoryMiB,
    vcpus: seen.vcpus,
    virtType: seen.virtType,
    startedAt: seen.startedAt === null ? null : new Date(seen.startedAt).toISOString(),
    guest: seen.guest,
    consoles: seen.consoles,
    cpuPercent: cpuPercent ?? null,
    memoryUsedMiB: memoryUsedMiB ?? null,
    stealPercent: stealPercent ?? null,
    frozen: seen.frozen,
  }
}

/** jsonb does not keep the order of keys. */
const sameJson = (a: unknown, b: unknown): boolean => JSON.stringify(sorted(a)) === JSON.stringify(sorted(b))
const sorted = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null) return value ?? null
  if (Array.isArray(value)) return value.map(sorted)
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => a.localeCompare(b)).map(([key, one]) => [key, sorted(one)]))
}

/**
 * What is read of the rows still holds when it is written: a job that moves a machine at this moment would otherwise be overwritten by
 * what its old host has said before, and a running machine be taken for one that is nowhere. In one order, so that no two wait for each other.
 */
const lockRows = (tx: Tx, ids: readonly string[]) => tx.$queryRaw`SELECT 1 FROM "vm" WHERE "id" = ANY(${[...ids]}::uuid[]) ORDER BY "id" FOR UPDATE`

/** Writes what a host reports of some machines. Rows and pages are touched only where something really changed. */
export async function observeVms(tx: Tx, { instanceId, host, now }: Observer, seen: readonly VmObservation[]): Promise<Observed> {
  const result: Observed = { stale: [], doubt: [] }
  if (seen.length === 0) return result
  await lockRows(tx, seen.map(({ id }) => id))
  const known = new Map((await tx.vm.findMany({ where: { id: { in: seen.map(({ id }) => id) } }, select: rowFields })).map(row => [row.id, row]))
  const changed: string[] = []
  for (const one of seen) {
    const row = known.get(one.id)
    const meaning = meaningOf(row ? { hostId: row.hostId, observedState: row.observedState, jobKind: row.job?.kind ?? null } : null, one, host.id)
    if (meaning === 'insert') {
      await insertExternal(tx, host, one, now())
      changed.push(one.id)
    } else if (meaning === 'stale') {
      if (one.instanceId === instanceId && row && !row.external) result.stale.push(one.id)
    } else if (meaning === 'doubt') result.doubt.push(one.id)
    else if (row && (await update(tx, row, one, host.id))) changed.push(one.id)
  }
  await tx.vm.updateMany({ where: { id: { in: seen.map(({ id }) => id) }, hostId: host.id }, data: { observedAt: now() } })
  await refreshVmStatus(tx, changed, now())
  await changes(tx, 'vms', changed)
  return result
}

async function update(tx: Tx, row: Row, seen: VmObservation, hostId: string): Promise<boolean> {
  const runtime = runtimeOf(seen, row.runtime)
  const fields = { hostId, observedState: seen.state, observedReason: seen.reason, observedGeneration: seen.generation, observedAutostart: seen.autostart, observedDefinition: seen.definition ?? null }
  // Of another tool's machine there is no intent here: it is as it is found.
  const followed = row.external ? { name: seen.name, memoryMiB: seen.memoryMiB, vcpus: seen.vcpus } : {}
  const wanted: Record<string, unknown> = { ...fields, ...followed }
  const same = Object.entries(wanted).every(([field, value]) => Object.is((row as Record<string, unknown>)[field], value))
  // Only of a machine that is ours: another tool's keeps its places by itself. One without a definition keeps those it had.
  const moved = !row.external && seen.addresses !== undefined && !sameJson(seen.addresses, row.addresses)
  const running = seen.running ?? null
  if (same && sameJson(runtime, row.runtime) && sameJson(running, row.running) && !moved) return false
  await tx.vm.update({ where: { id: row.id }, data: { ...fields, ...followed, runtime: runtime ?? Prisma.DbNull, running: running ?? Prisma.DbNull, ...(moved && seen.addresses ? { addresses: seen.addresses } : {}) }, select: { id: true } })
  const before = { hostId: row.hostId, observedState: row.observedState, jobKind: row.job?.kind ?? null }
  const event = observedEvent(before, { ...seen, name: row.external ? seen.name : row.name })
  if (event) await appendEvent(tx, { ...event, params: { name: row.name, reason: seen.reason }, subject: { type: 'vm', id: row.id, name: row.name } })
  return true
}

async function insertExternal(tx: Tx, host: Observer['host'], seen: VmObservation, now: Date): Promise<void> {
  const runtime = runtimeOf(seen, null)
  await tx.vm.create({
    data: {
      id: seen.id, clusterId: host.clusterId, hostId: host.id, name: seen.name, memoryMiB: seen.memoryMiB, vcpus: seen.vcpus,
      virtType: seen.virtType === 'other' ? 'auto' : seen.virtType, external: true, createdAt: now,
      observedState: seen.state, observedReason: seen.reason, observedGeneration: seen.generation, observedAt: now, statusSince: now,
      ...(runtime ? { runtime } : {}),
    },
    select: { id: true },
  })
}

/** Machines that are on this host no more: another tool's leave the inventory, ours are on no host and down. */
export async function observeGone(tx: Tx, { host, now }: Observer, ids: readonly string[]): Promise<void> {
  await lockRows(tx, ids)
  const rows = await tx.vm.findMany({
    where: { id: { in: [...ids] }, hostId: host.id }, select: { id: true, name: true, external: true, observedState: true, job: { select: { kind: true } } },
  })
  const foreign = rows.filter(({ external }) => external).map(({ id }) => id)
  const ours = rows.filter(({ external }) => !external)
  await tx.vm.deleteMany({ where: { id: { in: foreign } } })
  for (const { id, name, observedState, job } of ours) {
    await tx.vm.update({
      where: { id },
      data: { hostId: null, observedState: 'down', observedReason: 'undefined', observedGeneration: null, observedAutostart: null, observedDefinition: null, observedAt: now(), runtime: Prisma.DbNull, running: Prisma.DbNull },
      select: { id: true },
    })
    // A job undefines on purpose.
    if (!job) await appendEvent(tx, {
      severity: 'warning',
      code: 'vm.undefined',
      params: { name, host: host.name },
      message: `${name} is no longer defined on host ${host.name}; it was ${observedState ?? 'unknown'}.`,
      subject: { type: 'vm', id, name },
    })
  }
  await refreshVmStatus(tx, ours.map(({ id }) => id), now())
  await changes(tx, 'vms', rows.map(({ id }) => id))
}

/** Everything the host has: what its rows have beyond that is gone. Not to be called while libvirt is down: then it knows nothing. */
export async function observeAll(tx: Tx, observer: Observer, seen: readonly VmObservation[]): Promise<Observed> {
  const there = new Set(seen.map(({ id }) => id))
  const rows = await tx.vm.findMany({ where: { hostId: observer.host.id }, select: { id: true } })
  await observeGone(tx, observer, rows.map(({ id }) => id).filter(id => !there.has(id)))
  return observeVms(tx, observer, seen)
}

/** A reboot leaves no trace in the state: the audit trail remembers it, and a job that waits for it is woken. */
export async function observeReboot(tx: Tx, id: string): Promise<void> {
  const vm = await tx.vm.findUnique({ where: { id }, select: { name: true } })
  if (!vm) return
  await appendEvent(tx, { code: 'vm.rebooted', params: { name: vm.name }, message: `${vm.name} rebooted.`, subject: { type: 'vm', id, name: vm.name } })
  await changes(tx, 'vms', [id])
}

/** The row of a machine in doubt, locked until the transaction ends; null when it is gone. */
export async function lockObserved(tx: Tx, id: string): Promise<Row | null> {
  await tx.$queryRaw`SELECT 1 FROM "vm" WHERE "id" = ${id}::uuid FOR UPDATE`
  return tx.vm.findUnique({ where: { id }, select: rowFields })
}

/** The machine is on this host now: somebody moved it by hand. */
export async function observeMoved(tx: Tx, observer: Observer, seen: VmObservation): Promise<void> {
  await tx.vm.update({ where: { id: seen.id }, data: { hostId: observer.host.id }, select: { id: true } })
  await recordMoves(tx, seen.id, observer.host.id)
  await observeVms(tx, observer, [seen])
  await changes(tx, 'vms', [seen.id])
}

/** A machine must never run twice (ARCHITECTURE, idea 9); when it does anyway, it is said loudly. */
export async function reportTwice(tx: Tx, host: Observer['host'], id: string): Promise<void> {
  const vm = await tx.vm.findUnique({ where: { id }, select: { name: true, host: { select: { name: true } } } })
  if (!vm) return
  const elsewhere = vm.host?.name ?? 'another host'
  await appendEvent(tx, {
    severity: 'error',
    code: 'vm.runs_twice',
    params: { name: vm.name, host: host.name, otherHost: elsewhere },
    message: `${vm.name} runs on host ${host.name} although it runs on ${elsewhere} too. Its disks are in danger: stop one of the two now.`,
    subject: { type: 'vm', id, name: vm.name },
  })
}
