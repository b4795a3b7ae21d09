import { inactiveStates } from '@/server/domain/vm/observed'
import type { HostFacts } from '@/server/contract/agent/host'
import type { HostStatus } from '@/server/contract/api/infrastructure'
import { change, changes } from '../change'
import type { Tx } from '../db'
import { appendEvent } from '../event'
import type { Prisma } from '../generated/client'
import { refreshVmStatus } from '../vm/status'

interface Named {
  id: string
  name: string
}

const severities: Partial<Record<HostStatus, 'info' | 'warning' | 'error'>> = { up: 'info', connecting: 'warning', non_responsive: 'error' }

/** Writes a host's status; its machines' words follow. Nothing happens when it is so already. */
export async function setHostStatus(tx: Tx, host: Named, status: HostStatus, reason: string, now: Date): Promise<void> {
  const row = await tx.host.findUnique({ where: { id: host.id }, select: { status: true, statusReason: true } })
  if (!row || (row.status === status && row.statusReason === reason)) return
  await tx.host.update({
    where: { id: host.id }, data: { status, statusReason: reason, ...(row.status === status ? {} : { statusSince: now }) }, select: { id: true },
  })
  await change(tx, 'hosts', host.id)
  if (row.status === status) return
  const vms = await tx.vm.findMany({ where: { hostId: host.id }, select: { id: true }, orderBy: { id: 'asc' } })
  await changes(tx, 'vms', await refreshVmStatus(tx, vms.map(({ id }) => id), now))
  await appendEvent(tx, {
    severity: severities[status] ?? 'info',
    code: `host.${status}`,
    params: { name: host.name, reason },
    message: `Host ${host.name} is ${status.replace('_', ' ')}.${reason ? ` ${reason}` : ''}`,
    subject: { type: 'host', ...host },
  })
}

export async function setHostFacts(tx: Tx, hostId: string, facts: HostFacts, now: Date): Promise<void> {
  const row = await tx.host.findUnique({ where: { id: hostId }, select: { facts: true } })
  await tx.host.updateMany({ where: { id: hostId }, data: { facts: facts satisfies Prisma.InputJsonValue, lastSeenAt: now } })
  if (JSON.stringify(row?.facts) !== JSON.stringify(facts)) await change(tx, 'hosts', hostId)
}

/** libvirtd went away or came back. The host itself stays as it is: the agent answers. */
export async function setHostLibvirt(tx: Tx, host: Named, state: 'up' | 'down', message: string): Promise<void> {
  const row = await tx.host.findUnique({ where: { id: host.id }, select: { libvirt: true } })
  if (!row || row.libvirt === state) return
  await tx.host.update({ where: { id: host.id }, data: { libvirt: state }, select: { id: true } })
  await change(tx, 'hosts', host.id)
  // Actions on its machines are greyed or freed by it.
  const vms = await tx.vm.findMany({ where: { hostId: host.id }, select: { id: true } })
  await changes(tx, 'vms', vms.map(({ id }) => id))
  if (row.libvirt === 'unknown') return
  const text = state === 'down' ? `libvirt on host ${host.name} does not answer. ${message}`.trim() : `libvirt on host ${host.name} answers again.`
  await appendEvent(tx, {
    severity: state === 'down' ? 'error' : 'info',
    code: `host.libvirt_${state}`,
    params: { name: host.name },
    message: text,
    subject: { type: 'host', ...host },
  })
}

/** Hosts to watch. */
export const watchedHosts = (tx: Tx) => tx.host.findMany({
  select: { id: true, name: true, address: true, clusterId: true, status: true, cluster: { select: { datacenterId: true } } },
})
export type WatchedHost = Awaited<ReturnType<typeof watchedHosts>>[number]

export const vmCountOn = (tx: Tx, hostId: string): Promise<number> => tx.vm.count({ where: { hostId, observedState: { notIn: [...inactiveStates] } } })
