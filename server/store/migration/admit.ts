import { AppError } from '@/server/domain/error'
import { mayArrive, mayLeave, migrationLimit } from '@/server/domain/migration/limits'
import { noHost } from '@/server/domain/placement/no-host'
import { freeMiB, place, placementHint, refusalsOf } from '@/server/domain/placement/place'
import { change } from '../change'
import type { Db, Tx } from '../db'
import { lockPlacement, placementHosts, placementVm } from '../vm/placement'
import { wantedVm } from '../vm/spec'

export interface Wish {
  jobId: string
  vmId: string
  instanceId: string
  /** The one host that is asked for. */
  only: string | undefined
  /** Hosts that the preflight has refused. */
  excluded: readonly string[]
  policy: string
  username: string | null
}

export interface Admitted {
  sourceId: string
  destinationId: string
}

/**
 * Gives the migration its place: a destination that fits, and one of the few places out of the source and into it. Under the lock of
 * the cluster's placement, so that hundreds at once never promise the same memory twice. null = it must wait for its turn.
 * Errors: NO_HOST, WRONG_STATE.
 */
export const admitMigration = (db: Db, wish: Wish, now: () => Date): Promise<Admitted | null> => db.$transaction(tx => admit(tx, wish, now), { timeout: 30_000 })

async function admit(tx: Tx, { jobId, vmId, instanceId, only, excluded, policy, username }: Wish, now: () => Date): Promise<Admitted | null> {
  const known = await tx.migration.findUnique({ where: { id: jobId } })
  if (known && !known.endedAt) return { sourceId: known.sourceId, destinationId: known.destinationId }
  const wanted = await wantedVm(tx, vmId, instanceId)
  const subject = { type: 'vm' as const, id: vmId, name: wanted.spec.name }
  const sourceId = wanted.hostId
  if (!sourceId) throw new AppError('WRONG_STATE', `Machine ${wanted.spec.name} is on no host.`, { subject })
  const cluster = await tx.cluster.findUniqueOrThrow({ where: { id: wanted.clusterId }, select: { migrationLimit: true } })
  await lockPlacement(tx, wanted.clusterId)
  const hosts = await placementHosts(tx, wanted.clusterId, vmId)
  const source = hosts.find(({ id }) => id === sourceId)
  if (only === sourceId) throw new AppError('WRONG_STATE', `Machine ${wanted.spec.name} is on host ${source?.name ?? sourceId} already.`, { subject })
  const others = hosts.filter(({ id }) => id !== sourceId && !excluded.includes(id) && (!only || id === only))
  const { verdicts } = place({ ...placementVm(wanted), hostId: null }, others)
  const fitting = others.filter(({ id }) => verdicts.some(verdict => verdict.host.id === id && verdict.fits))
  if (fitting.length === 0) throw noHost({ deed: 'take', subject }, refusalsOf(verdicts), placementHint(verdicts))
  const running = await tx.migration.findMany({ where: { clusterId: wanted.clusterId, endedAt: null }, select: { sourceId: true, destinationId: true } })
  const limitOf = ({ id, cpuCount }: { id: string; cpuCount: number }) => ({ id, limit: migrationLimit(cpuCount, cluster.migrationLimit) })
  if (source && !mayLeave(running, limitOf(source))) return null
  const free = fitting.filter(host => mayArrive(running, limitOf(host))).sort((a, b) => freeMiB(b) - freeMiB(a) || a.name.localeCompare(b.name))
  const [destination] = free
  if (!destination) return null
  const row = {
    vmId, clusterId: wanted.clusterId, sourceId, sourceName: source?.name ?? '', destinationId: destination.id, destinationName: destination.name,
    // Not the time at which it began to wait for the lock.
    policy, mode: 'live', memoryMiB: wanted.spec.memoryMiB, username, startedAt: now(), endedAt: null, state: 'running', error: null,
  }
  await tx.migration.upsert({ where: { id: jobId }, create: { id: jobId, ...row }, update: row })
  await change(tx, 'vms', vmId)
  return { sourceId, destinationId: destination.id }
}
