import { z } from 'zod'
import { RunningMachine } from '@/server/contract/agent/vm'
import type { Vm } from '@/server/contract/api/vm'
import type { MemoryRoom, PendingChange } from '@/server/contract/api/vm-pending'
import { LiveResult } from '@/server/contract/hardware/change'
import { growthRefusal } from '@/server/domain/placement/growth'
import { freeMiB } from '@/server/domain/placement/place'
import { differences } from '@/server/domain/vm/live/difference'
import type { Difference } from '@/server/domain/vm/live/difference'
import { wholeMiB } from '@/server/domain/vm/live/memory'
import { liveSentence } from '@/server/domain/vm/live/sentence'
import { change } from '../change'
import type { Db, Tx } from '../db'
import { appendEvent } from '../event'
import { placementHosts } from './placement'
import { wantedVm } from './spec'

const Refusals = z.array(LiveResult.pick({ field: true, outcome: true, reason: true }).extend({ at: z.string() }))

/** Was it started otherwise than it is set up, for this run alone? */
export const isOnceRun = (running: unknown): boolean => RunningMachine.safeParse(running).data?.once ?? false

/** A machine's row, as far as it tells what waits. */
export interface PendingRow {
  id: string
  external: boolean
  clusterId: string
  hostId: string | null
  running: unknown
  refusals: unknown
}

const rowSelect = { id: true, external: true, clusterId: true, hostId: true, running: true, refusals: true } as const

/** What its host has left for a running machine that can grow; by the placement's figures. null = it can't grow now. */
async function roomOf(tx: Tx, { id, clusterId, hostId }: PendingRow, running: RunningMachine): Promise<MemoryRoom | null> {
  const { maxMiB } = running.hardware.memory
  const [host] = maxMiB === null || hostId === null ? [] : await placementHosts(tx, clusterId, id, hostId)
  if (maxMiB === null || !host) return null
  const hasMiB = wholeMiB(running)
  return { host: host.name, freeMiB: Math.max(0, freeMiB(host) - hasMiB), hasMiB, maxMiB }
}

const isGrowth = ({ deed, label }: Difference): boolean => deed.kind === 'memory' || (deed.kind === 'plug' && label === 'memory.module')

/**
 * What runs otherwise than it is wanted, with what the last attempt to change it said, and the room that it could grow into. Of another tool's machine
 * nothing is wanted, and a single run is meant to be otherwise.
 */
export async function pendingChanges(tx: Tx, vm: PendingRow): Promise<Pick<Vm, 'pending' | 'room'>> {
  const running = RunningMachine.safeParse(vm.running).data
  if (!running || running.once || vm.external) return { pending: [], room: null }
  const room = await roomOf(tx, vm, running)
  // Whose machine it is makes no difference to its hardware.
  const { spec } = await wantedVm(tx, vm.id, vm.id)
  const refusals = Refusals.safeParse(vm.refusals).data ?? []
  const wantsMiB = spec.memoryMiB + spec.hardware.memory.devices.reduce((sum, { sizeMiB }) => sum + sizeMiB, 0)
  const tooLarge = room && growthRefusal(room, wantsMiB)
  const pending = differences(running, spec).map(found => {
    const { deed: _, ...one } = found
    const refusal = refusals.find(({ field }) => field === one.field)
    return { ...one, refusal: refusal ? { outcome: refusal.outcome, reason: refusal.reason, at: refusal.at } : null, blocked: isGrowth(found) ? tooLarge : null }
  })
  return { pending, room }
}

/** The same of one machine, by its id. */
export async function pendingOf(tx: Tx, id: string): Promise<PendingChange[]> {
  const row = await tx.vm.findUnique({ where: { id }, select: rowSelect })
  return row ? (await pendingChanges(tx, row)).pending : []
}

export interface LiveNote {
  vm: { id: string; name: string }
  jobId: string
  user: { id: string; username: string } | null
  /** The fields that were tried; null = all that differed. */
  only: readonly string[] | null
  results: readonly LiveResult[]
  at: Date
}

/** Writes down what became of an attempt to change a running machine: an event, and the refusals, which stay until they are solved. Once per job. */
export const noteLive = (db: Db, { vm, jobId, user, only, results, at }: LiveNote): Promise<void> => db.$transaction(async tx => {
  const code = 'vm.changed_live'
  if ((await tx.event.count({ where: { jobId, code } })) > 0) return
  const tried = new Set(results.map(({ field }) => field))
  const row = await tx.vm.findUnique({ where: { id: vm.id }, select: { refusals: true } })
  const others = only === null ? [] : (Refusals.safeParse(row?.refusals).data ?? []).filter(({ field }) => !tried.has(field))
  const refusals = results.filter(({ outcome }) => outcome === 'refused' || outcome === 'waiting').map(({ field, outcome, reason }) => ({ field, outcome, reason, at: at.toISOString() }))
  await tx.vm.updateMany({ where: { id: vm.id }, data: { refusals: [...others, ...refusals] } })
  await change(tx, 'vms', vm.id)
  if (results.length === 0) return
  const of = (...outcomes: LiveResult['outcome'][]) => results.filter(({ outcome }) => outcomes.includes(outcome))
  await appendEvent(tx, {
    severity: refusals.length > 0 ? 'warning' : 'info',
    code,
    params: { name: vm.name, done: of('done').length, refused: of('refused', 'waiting').length, next: of('needs_restart').length, what: liveSentence(results) },
    message: `${vm.name}: ${liveSentence(results)}`,
    subject: { type: 'vm', ...vm },
    user,
    jobId,
  })
})
