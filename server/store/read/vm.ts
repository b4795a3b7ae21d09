import type { Disk, Nic, Vm, VmRow, VmStatus } from '@/server/contract/api/vm'
import { VmRuntime, vmActionNames, vmStatuses } from '@/server/contract/api/vm'
import { VmProperties } from '@/server/contract/api/vm-properties'
import { Initialization } from '@/server/contract/initialization'
import { Installation } from '@/server/contract/installation'
import type { HostStatus } from '@/server/contract/api/infrastructure'
import { DiskOptions } from '@/server/contract/hardware/disk'
import { Hardware } from '@/server/contract/hardware/hardware'
import { NicOptions } from '@/server/contract/hardware/nic'
import { mayDo } from '@/server/domain/access/decide'
import { forbiddenAction } from '@/server/domain/access/forbidden'
import { viewOf } from '@/server/domain/initialization/config-drive'
import { lackingHosts } from '@/server/domain/capability/lacking-hosts'
import { hypervisorOf } from '@/server/domain/vm/stratovirt-actions'
import { vmAction, vmRules, type VmFacts } from '@/server/domain/vm/lifecycle'
import { MigrationOptions } from '@/server/contract/api/migration'
import { bootFirst } from '../disk/order'
import type { Db } from '../db'
import type { Prisma } from '../generated/client'
import type { Caller } from '../scope'
import { offerGroups, wishOf } from '../vm/capability'
import { isOnceRun, pendingChanges } from '../vm/live'
import { isFrozen } from '../vm/facts'
import { migrationOf } from './migration'

/** What decides on the actions of a machine. */
export const vmFactsSelect = {
  status: true,
  external: true,
  host: { select: { id: true, name: true, status: true, libvirt: true } },
  job: { select: { id: true, kind: true, state: true } },
  migrationMode: true,
  deleteProtected: true,
  hardware: true,
  statelessRun: true,
  runtime: true,
} satisfies Prisma.VmSelect

export const vmRowSelect = {
  ...vmFactsSelect,
  id: true,
  name: true,
  description: true,
  comment: true,
  tags: { select: { tag: { select: { name: true } } } },
  statusReason: true,
  statusSince: true,
  memoryMiB: true,
  vcpus: true,
  os: true,
  generation: true,
  createdAt: true,
  cluster: { select: { id: true, name: true, datacenter: { select: { id: true, name: true } } } },
  owner: { select: { id: true, username: true } },
  migrations: { where: { endedAt: null }, orderBy: { startedAt: 'desc' }, take: 1 },
} satisfies Prisma.VmSelect

const vmSelect = {
  ...vmRowSelect,
  migrationPolicy: true,
  migrationOptions: true,
  customFields: true,
  autostart: true,
  stateless: true,
  observedAutostart: true,
  haEnabled: true,
  haPriority: true,
  virtType: true,
  firmware: true,
  hardware: true,
  initialization: true,
  running: true,
  refusals: true,
  installation: true,
  template: { select: { id: true, name: true } },
  disks: {
    select: {
      id: true,
      name: true,
      sizeMiB: true,
      allocatedMiB: true,
      format: true,
      bus: true,
      target: true,
      options: true,
      storageDomain: { select: { id: true, name: true } },
      template: { select: { id: true, name: true } },
    },
    orderBy: bootFirst,
  },
  nics: { select: { id: true, name: true, mac: true, model: true, options: true, network: { select: { id: true, name: true } } }, orderBy: [{ name: 'asc' }, { id: 'asc' }] },
} satisfies Prisma.VmSelect

export type VmRecord = Prisma.VmGetPayload<{ select: typeof vmRowSelect }>
type VmFullRecord = Prisma.VmGetPayload<{ select: typeof vmSelect }>

const statusOf = (text: string): VmStatus => vmStatuses.find(s => s === text) ?? 'not_responding'

/** A job that has ended no longer holds the machine, whatever its row still says. */
const holding = (job: VmRecord['job']) => (job && ['queued', 'running', 'cancelling'].includes(job.state) ? { id: job.id, kind: job.kind } : null)

export const vmFacts = (vm: Pick<VmRecord, 'status' | 'external' | 'host' | 'job' | 'migrationMode' | 'deleteProtected' | 'statelessRun' | 'runtime' | 'hardware'>): VmFacts => ({
  status: statusOf(vm.status),
  external: vm.external,
  host: vm.host ? { name: vm.host.name, status: vm.host.status as HostStatus, libvirt: vm.host.libvirt as 'up' | 'down' | 'unknown' } : null,
  job: holding(vm.job),
  migrationMode: vm.migrationMode,
  deleteProtected: vm.deleteProtected,
  statelessRun: vm.statelessRun,
  frozen: isFrozen(vm.runtime),
  hypervisor: hypervisorOf(vm.hardware),
})

/** What the host reported, when it fits the contract; an older agent's form counts as nothing. */
const runtimeOf = (vm: VmRecord): VmRuntime | null => VmRuntime.safeParse(vm.runtime).data ?? null

function actionsOf(vm: VmRecord, caller: Caller): VmRow['actions'] {
  const facts = vmFacts(vm)
  const path = [
    { type: 'vm', id: vm.id },
    { type: 'cluster', id: vm.cluster.id },
    { type: 'datacenter', id: vm.cluster.datacenter.id },
  ] as const
  const state = (action: (typeof vmActionNames)[number]) =>
    mayDo(caller.grants, vmRules[action].verb, path) ? vmAction(action, facts) : forbiddenAction(vmRules[action].verb)
  return Object.fromEntries(vmActionNames.map(action => [action, state(action)])) as VmRow['actions']
}

/** A row of the list, with each action allowed or greyed with its reason, state and permission together. */
export const vmRow = (vm: VmRecord, caller: Caller): VmRow => ({
  id: vm.id,
  name: vm.name,
  description: vm.description,
  comment: vm.comment,
  tags: vm.tags.map(({ tag }) => tag.name).sort(),
  deleteProtected: vm.deleteProtected,
  statelessRun: vm.statelessRun,
  status: statusOf(vm.status),
  statusReason: vm.statusReason,
  statusSince: vm.statusSince.toISOString(),
  external: vm.external,
  memoryMiB: vm.memoryMiB,
  vcpus: vm.vcpus,
  os: vm.os,
  cluster: { id: vm.cluster.id, name: vm.cluster.name },
  datacenter: vm.cluster.datacenter,
  host: vm.host ? { id: vm.host.id, name: vm.host.name } : null,
  owner: vm.owner ? { id: vm.owner.id, name: vm.owner.username } : null,
  job: holding(vm.job),
  runtime: runtimeOf(vm),
  migration: vm.migrations[0] ? migrationOf(vm.migrations[0]) : null,
  migrationMode: migrationModeOf(vm.migrationMode),
  generation: vm.generation,
  createdAt: vm.createdAt.toISOString(),
  actions: actionsOf(vm, caller),
})

const migrationModeOf = (mode: string): VmRow['migrationMode'] => (mode === 'pinned' || mode === 'manual' ? mode : 'any')

const installationView = (kept: unknown): Vm['installation'] => {
  if (kept === null) return null
  const { type, pending } = Installation.parse(kept)
  return { type, pending }
}

const vmFull = (vm: VmFullRecord, caller: Caller, state: Pick<Vm, 'pending' | 'room' | 'lacking'>): Vm => {
  const row = vmRow(vm, caller)
  return {
    ...row,
    migrationPolicy: vm.migrationPolicy,
    migrationOptions: MigrationOptions.safeParse(vm.migrationOptions).data ?? {},
    template: vm.template,
    customFields: VmProperties.shape.customFields.parse(vm.customFields),
    autostart: vm.autostart,
    stateless: vm.stateless,
    observedAutostart: vm.observedAutostart,
    haEnabled: vm.haEnabled,
    haPriority: VmProperties.shape.haPriority.catch('medium').parse(vm.haPriority),
    virtType: vm.virtType as Vm['virtType'],
    firmware: vm.firmware as Vm['firmware'],
    hardware: Hardware.parse(vm.hardware),
    disks: vm.disks.map(d => ({ ...d, format: d.format as 'qcow2' | 'raw', bus: d.bus as Disk['bus'], options: DiskOptions.parse(d.options) })),
    nics: vm.nics.map(n => ({ ...n, model: n.model as Nic['model'], options: NicOptions.parse(n.options) })),
    initialization: vm.initialization === null ? null : viewOf(Initialization.parse(vm.initialization)),
    installation: installationView(vm.installation),
    onceRun: isOnceRun(vm.running),
    ...state,
  }
}

export async function getVm(db: Db, id: string, caller: Caller): Promise<Vm | null> {
  const record = await db.vm.findUnique({ where: { id }, select: vmSelect })
  if (!record) return null
  const [state, groups] = await Promise.all([pendingChanges(db, { ...record, clusterId: record.cluster.id, hostId: record.host?.id ?? null }), offerGroups(db, record.cluster.id)])
  return vmFull(record, caller, { ...state, lacking: lackingHosts(wishOf(record), groups) })
}
