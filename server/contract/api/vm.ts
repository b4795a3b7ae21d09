import { z } from 'zod'
import { DiskOptions, diskBuses } from '../hardware/disk'
import { Hardware } from '../hardware/hardware'
import { NicOptions, nicModels } from '../hardware/nic'
import { ApplyWhen } from '../hardware/change'
import { patchOf } from '../hardware/patch'
import { bulkOperation } from './bulk'
import { LackingHosts } from './capability'
import { consoleOperations } from './console'
import { Migration, MigrationOptions } from './migration'
import { GuestDeed, GuestDetails } from '../agent/guest'
import { MemoryRoom, PendingChange } from './vm-pending'
import { SetVmProperties, VmProperties } from './vm-properties'
import { InitializationInput, InitializationView } from '../initialization'
import { RunOnce } from './run-once'
import { InstallationView, VmSource } from './vm-source'
import { Xml, XmlCheck } from './vm-xml'
import { ActionState, Id, Instant, JobRef, ListInput, operation, page, Reason, Ref } from './common'
import { SysprepFacts, SysprepOperation } from '../sysprep'

export const vmStatuses = [
  'down', 'starting', 'up', 'paused', 'paused_io', 'saving', 'suspended', 'migrating', 'shutting_down', 'rebooting', 'locked', 'not_responding', 'crashed',
] as const
export type VmStatus = (typeof vmStatuses)[number]

export const vmActionNames = [
  'start', 'runOnce', 'shutdown', 'poweroff', 'reboot', 'reset', 'suspend', 'resume', 'save', 'discardSaved', 'console', 'edit', 'delete', 'adopt', 'migrate', 'clone', 'disks',
] as const
export type VmActionName = (typeof vmActionNames)[number]

export const Disk = z.object({
  id: z.uuid(),
  name: z.string(),
  sizeMiB: z.int(),
  allocatedMiB: z.number().nullable(),
  format: z.enum(['qcow2', 'raw']),
  bus: z.enum(diskBuses),
  target: z.string(),
  options: DiskOptions,
  storageDomain: Ref,
  template: Ref.nullable(),
})
export type Disk = z.infer<typeof Disk>

export const Nic = z.object({ id: z.uuid(), name: z.string(), mac: z.string(), model: z.enum(nicModels), network: Ref.nullable(), options: NicOptions })
export type Nic = z.infer<typeof Nic>

/** What runs now, as the host reports it. Guest strings are untrusted text. */
export const VmRuntime = z.object({
  memoryMiB: z.int(),
  vcpus: z.int(),
  virtType: z.enum(['kvm', 'qemu', 'other']),
  startedAt: Instant.nullable(),
  guest: z.object({ hostname: z.string(), os: z.string(), addresses: z.array(z.string()) }).nullable(),
  consoles: z.array(z.enum(['vnc', 'serial'])),
  cpuPercent: z.number().nullable(),
  /** Share of the time in which the host let its vCPUs wait. */
  stealPercent: z.number().nullable().default(null),
  memoryUsedMiB: z.number().nullable(),
  /** Its file systems take no writes until they are thawed. */
  frozen: z.boolean().default(false),
})
export type VmRuntime = z.infer<typeof VmRuntime>

export const VmRow = z.object({
  id: z.uuid(),
  name: z.string(),
  description: z.string(),
  comment: z.string(),
  tags: z.array(z.string()),
  deleteProtected: z.boolean(),
  /** It writes to overlays that are thrown away when it is off. */
  statelessRun: z.boolean(),
  status: z.enum(vmStatuses),
  /** Sentence for states that need one (not responding: why; locked: by which job). */
  statusReason: z.string(),
  statusSince: Instant,
  external: z.boolean(),
  memoryMiB: z.int(),
  vcpus: z.int(),
  os: z.string(),
  cluster: Ref,
  datacenter: Ref,
  host: Ref.nullable(),
  owner: Ref.nullable(),
  /** The job that holds the machine now. */
  job: z.object({ id: z.uuid(), kind: z.string() }).nullable(),
  runtime: VmRuntime.nullable(),
  /** The migration that runs now. */
  migration: Migration.nullable(),
  /** any = also by itself; manual = only when a person asks; pinned = never. */
  migrationMode: z.enum(['any', 'manual', 'pinned']),
  generation: z.int(),
  createdAt: Instant,
  actions: z.record(z.enum(vmActionNames), ActionState),
})
export type VmRow = z.infer<typeof VmRow>

export const Vm = VmRow.extend({
  /** Built-in policy or id of an own one; null = as the cluster says. */
  migrationPolicy: z.string().nullable(),
  migrationOptions: MigrationOptions,
  template: Ref.nullable(),
  ...VmProperties.pick({ customFields: true, autostart: true, stateless: true, haEnabled: true, haPriority: true }).shape,
  /** What its host has of `autostart`; null = nothing was heard yet. */
  observedAutostart: z.boolean().nullable(),
  virtType: z.enum(['auto', 'kvm', 'qemu']),
  firmware: z.enum(['bios', 'uefi']),
  hardware: Hardware,
  initialization: InitializationView.nullable(),
  installation: InstallationView.nullable(),
  disks: z.array(Disk),
  nics: z.array(Nic),
  /** It runs otherwise than it is set up, for this run alone: then nothing is pending. */
  onceRun: z.boolean(),
  /** What runs otherwise than it is wanted: it waits for the next start, or can be made live (`canBeLive`). */
  pending: z.array(PendingChange),
  /** null = its memory can't grow while it runs. */
  room: MemoryRoom.nullable(),
  lacking: LackingHosts,
})
export type Vm = z.infer<typeof Vm>

export const VmSampleOut = z.object({
  at: Instant,
  cpuPercent: z.number(),
  memoryUsedMiB: z.number().nullable(),
  diskReadBps: z.number(),
  diskWriteBps: z.number(),
  netRxBps: z.number(),
  netTxBps: z.number(),
})
export type VmSampleOut = z.infer<typeof VmSampleOut>

// Limits that depend on the cluster (largest host) and the name rule 3-34 are checked by server/domain/vm/validate.ts, which the form uses too.
export const CreateVm = z.object({
  name: z.string().min(1).max(255),
  description: z.string().max(4000).default(''),
  clusterId: z.uuid(),
  /** Where its system comes from; absent = from the template `templateId`. */
  source: VmSource.optional(),
  templateId: z.uuid().optional(),
  /** Id of an operating system (GET /operating-systems): what is not said of the hardware is as it suits that one. Empty = not known. */
  os: z.string().max(100).default(''),
  memoryMiB: z.int(),
  vcpus: z.int(),
  /** Size of the first disk: without a template 0 = no disk; for a template at least the template's size. Default: the template's. */
  diskSizeMiB: z.int().min(0).optional(),
  /** Where the first disk lies; absent = beside the template, or the first data domain of the cluster. */
  storageDomainId: z.uuid().optional(),
  allocation: z.enum(['thin', 'copy']).default('thin'),
  /** null = not connected; absent = the datacenter's first network. */
  networkId: z.uuid().nullable().optional(),
  virtType: z.enum(['auto', 'kvm', 'qemu']).default('auto'),
  /** Absent: what suits the operating system, else BIOS. */
  firmware: z.enum(['bios', 'uefi']).optional(),
  /** What is absent is as it suits the operating system, or has its default. */
  hardware: patchOf(Hardware).optional(),
  /** Of the first disk and the first card; without the operating system's, virtio. */
  disk: z.object({ bus: z.enum(diskBuses).optional(), options: DiskOptions.prefault({}) }).prefault({}),
  nic: z.object({ model: z.enum(nicModels).optional(), options: NicOptions.prefault({}) }).prefault({}),
  properties: VmProperties.partial().prefault({}),
  /** What it is told at its first boot; null = nothing. */
  initialization: InitializationInput.nullable().default(null),
  start: z.boolean().default(false),
  /** With `start`: its processors wait until somebody lets it go on. */
  startPaused: z.boolean().default(false),
})
export type CreateVm = z.input<typeof CreateVm>

export const UpdateVm = Id.extend({
  name: z.string().min(1).max(255).optional(),
  description: z.string().max(4000).optional(),
  memoryMiB: z.int().optional(),
  vcpus: z.int().optional(),
  virtType: z.enum(['auto', 'kvm', 'qemu']).optional(),
  firmware: z.enum(['bios', 'uefi']).optional(),
  /** Parts and fields that are absent keep their value; lists and devices that may be null are given whole. */
  hardware: patchOf(Hardware).optional(),
  disks: z.array(z.object({ id: z.uuid(), bus: z.enum(diskBuses).optional(), options: patchOf(DiskOptions).optional() })).max(64).optional(),
  nics: z.array(z.object({ id: z.uuid(), model: z.enum(nicModels).optional(), options: patchOf(NicOptions).optional() })).max(32).optional(),
  /** Of a machine that runs: `live` = what can be changed now is, by a job (`job` of the answer); the rest waits in `pending`. */
  apply: ApplyWhen.default('next'),
})

export const CloneVm = Id.extend({
  name: z.string().min(1).max(255),
  /** Of the machine's disks; one that is not named is copied. `share` only for a shareable disk. */
  disks: z.array(z.object({ id: z.uuid(), mode: z.enum(['copy', 'share', 'skip']) })).max(64).default([]),
  /** What virt-sysprep takes out of the copies; null = they stay as they are. */
  generalise: z.array(SysprepOperation).min(1).max(64).nullable().default(null),
})
export type CloneVm = z.output<typeof CloneVm>

export const Generalisation = z.object({
  operations: SysprepFacts.shape.operations,
  /** Hosts of the cluster that are Up and have no virt-sysprep. */
  without: z.array(z.string()),
})
export type Generalisation = z.infer<typeof Generalisation>

const action = (name: string, verb: string, summary: string) =>
  operation
    .meta({ permission: { verb, on: 'vm', id: 'id' } })
    .route({ method: 'POST', path: `/vms/{id}/${name}`, successStatus: 202, summary })

export const vmContract = {
  list: operation.meta({ permission: { verb: 'vm.read', on: 'vm', list: true } }).route({ method: 'GET', path: '/vms', summary: 'List machines' }).input(ListInput).output(page(VmRow)),
  get: operation.meta({ permission: { verb: 'vm.read', on: 'vm', id: 'id' } }).route({ method: 'GET', path: '/vms/{id}', summary: 'One machine' }).input(Id).output(Vm),
  create: operation
    .meta({ permission: { verb: 'vm.create', on: 'cluster', id: 'clusterId' } })
    .route({ method: 'POST', path: '/vms', successStatus: 202, summary: 'Create a machine from a template, a CD image, the network, a disk, or blank' })
    .input(CreateVm)
    .output(z.object({ id: z.uuid(), jobId: z.uuid() })),
  preview: operation
    .meta({ permission: { verb: 'vm.create', on: 'cluster', id: 'clusterId' } })
    .route({ method: 'POST', path: '/vms/preview', summary: 'What a new machine would be: its XML, and all that is wrong with it; nothing is made' })
    .input(CreateVm)
    .output(z.object({
      /** Null while something is wrong. */
      xml: z.string().nullable(),
      findings: z.array(Reason.extend({ field: z.string() })),
      lacking: LackingHosts,
    })),
  update: operation
    .meta({ permission: { verb: 'vm.update', on: 'vm', id: 'id' } })
    .route({ method: 'PATCH', path: '/vms/{id}', summary: 'Edit (If-Match: generation); a running machine changes at its next start, or with `apply: live` now as far as it can' })
    .input(UpdateVm)
    .output(Vm),
  bulk: bulkOperation,
  setProperties: operation
    .meta({ permission: { verb: 'vm.update', on: 'vm', id: 'id' } })
    .route({ method: 'PATCH', path: '/vms/{id}/properties', summary: 'Comment, tags, custom fields, owner, delete protection, autostart, high availability' })
    .input(SetVmProperties)
    .output(Vm),
  remove: operation
    .meta({ permission: { verb: 'vm.delete', on: 'vm', id: 'id' } })
    .route({ method: 'DELETE', path: '/vms/{id}', successStatus: 202, summary: 'Delete a stopped machine and its disks, but those to keep' })
    .input(Id.extend({ keep: z.array(z.uuid()).max(64).default([]) }))
    .output(JobRef),
  start: action('start', 'vm.run', 'Start; with `once` this run differs from the machine as it is kept')
    .input(Id.extend({ paused: z.boolean().default(false), /** Absent = as the machine's property says. */ stateless: z.boolean().optional(), once: RunOnce.optional() }))
    .output(JobRef),
  shutdown: action('shutdown', 'vm.run', 'Shut down: guest agent first, ACPI next, until the time-out')
    .input(Id.extend({ timeoutSeconds: z.int().min(1).max(3600).default(180) }))
    .output(JobRef),
  poweroff: action('poweroff', 'vm.run', 'Force off').input(Id).output(JobRef),
  reboot: action('reboot', 'vm.run', 'Reboot: guest agent first, ACPI next').input(Id).output(JobRef),
  restart: action('restart', 'vm.run', 'Shut down and start anew, with all that waits for the next start; a reboot keeps the machine as it was started')
    .input(Id.extend({ timeoutSeconds: z.int().min(1).max(3600).default(180) }))
    .output(JobRef),
  reset: action('reset', 'vm.run', 'Hard reset').input(Id).output(JobRef),
  suspend: action('suspend', 'vm.run', 'Pause in memory').input(Id).output(JobRef),
  resume: action('resume', 'vm.run', 'Go on').input(Id).output(JobRef),
  save: action('save', 'vm.run', 'Suspend to disk: the memory is saved on the host, and the next start goes on from there').input(Id).output(JobRef),
  discardSaved: action('discard-saved', 'vm.run', 'Throw the saved memory away: the next start is a boot').input(Id).output(JobRef),
  clone: action('clone', 'vm.create', 'A new machine like this stopped one: new name, id and MAC addresses, its disks copied, shared or left out')
    .input(CloneVm)
    .output(z.object({ id: z.uuid(), jobId: z.uuid() })),
  generalisation: operation
    .meta({ permission: { verb: 'vm.read', on: 'vm', id: 'id' } })
    .route({ method: 'GET', path: '/vms/{id}/generalisation', summary: 'What virt-sysprep can take out of a clone of it, on the hosts of its cluster' })
    .input(Id)
    .output(Generalisation),
  adopt: action('adopt', 'vm.create', 'Take over a machine that another tool made').input(Id).output(JobRef),
  guest: operation
    .meta({ permission: { verb: 'vm.read', on: 'vm', id: 'id' } })
    .route({ method: 'GET', path: '/vms/{id}/guest', summary: 'Users and file systems, as the guest agent tells on being asked' })
    .input(Id)
    .output(GuestDetails),
  askGuest: operation
    .meta({ permission: { verb: 'vm.guest', on: 'vm', id: 'id' }, secretAnswer: true })
    .route({ method: 'POST', path: '/vms/{id}/guest', summary: 'Ask the guest agent: freeze, thaw, trim, synchronise the time, set a password, add SSH keys' })
    .input(Id.extend({ deed: GuestDeed }))
    .output(z.object({})),
  ...consoleOperations,
  samples: operation
    .meta({ permission: { verb: 'vm.read', on: 'vm', id: 'id' } })
    .route({ method: 'GET', path: '/vms/{id}/samples', summary: 'Statistics of the last `minutes`, each 10 s' })
    .input(Id.extend({ minutes: z.coerce.number().int().min(1).max(1440).default(60) }))
    .output(z.object({ items: z.array(VmSampleOut) })),
  xml: operation
    .meta({ permission: { verb: 'vm.read', on: 'vm', id: 'id' } })
    .route({ method: 'GET', path: '/vms/{id}/xml', summary: 'The XML as libvirt has it now; or as it is `wanted`: what an edit begins with' })
    .input(Id.extend({ of: z.enum(['now', 'wanted']).default('now') }))
    .output(z.object({ xml: z.string() })),
  checkXml: operation
    .meta({ permission: { verb: 'vm.xml', on: 'vm', id: 'id' } })
    .route({ method: 'POST', path: '/vms/{id}/xml/check', summary: 'What an edited XML would change, and all that is wrong with it; nothing is changed' })
    .input(Id.extend({ xml: Xml }))
    .output(XmlCheck),
  setXml: operation
    .meta({ permission: { verb: 'vm.xml', on: 'vm', id: 'id' } })
    .route({ method: 'PUT', path: '/vms/{id}/xml', summary: 'Edit by XML (If-Match: generation): what Atrium models becomes its own, the rest is kept as it is' })
    .input(Id.extend({ xml: Xml }))
    .output(Vm),
}
