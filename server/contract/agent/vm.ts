import { z } from 'zod'
import { Addresses } from '../hardware/address'
import { DiskOptions, diskBuses } from '../hardware/disk'
import { Hardware } from '../hardware/hardware'
import { NicOptions, nicModels } from '../hardware/nic'

/** Disk of a machine as the agent needs it. `path` is absolute on the host; the format is always given and never probed. */
export const DiskSpec = z.object({
  id: z.uuid(),
  path: z.string(),
  format: z.enum(['qcow2', 'raw']),
  bus: z.enum(diskBuses),
  /** Target name in the guest, `vda` … */
  target: z.string(),
  options: DiskOptions.prefault({}),
})
export type DiskSpec = z.infer<typeof DiskSpec>

export const NicSpec = z.object({
  id: z.uuid(),
  mac: z.string(),
  model: z.enum(nicModels),
  /** Name of the libvirt network on the host that realises the logical network; null = not connected. */
  network: z.string().nullable(),
  options: NicOptions.prefault({}),
})
export type NicSpec = z.infer<typeof NicSpec>

/** `auto` = KVM where it really works (see host facts `acceleration`), else software emulation. */
export const VirtType = z.enum(['auto', 'kvm', 'qemu'])
export type VirtType = z.infer<typeof VirtType>

/** The whole wanted machine. The agent makes the libvirt domain equal to it (ARCHITECTURE: "make it so"). Memory in MiB. */
export const VmSpec = z.object({
  id: z.uuid(),
  name: z.string(),
  description: z.string().default(''),
  /** Instance id of the manager: written to the domain's metadata as the mark of ownership. */
  instanceId: z.uuid(),
  /** Grows with every change of intent; an older one is refused with STALE_GENERATION. */
  generation: z.int().positive(),
  memoryMiB: z.int().positive(),
  vcpus: z.int().positive(),
  virtType: VirtType.default('auto'),
  firmware: z.enum(['bios', 'uefi']).default('bios'),
  hardware: Hardware.prefault({}),
  /** Its hardware was never read: what a machine that exists has of it stays, and `hardware` is for one that has to be made anew. */
  keepHardware: z.boolean().default(false),
  disks: z.array(DiskSpec),
  nics: z.array(NicSpec),
  /** Where its devices sat so far: they get the same places again, on any host. */
  addresses: Addresses.nullable().default(null),
  /** Path of the image with what the guest is told at its first boot; null = none. */
  configDrive: z.string().nullable().default(null),
  /** How it is there: a disk, a CD, or QEMU's firmware configuration (`opt/com.coreos/config`). */
  configMedium: z.enum(['disk', 'cdrom', 'fwcfg']).default('disk'),
  /** What is kept of its XML, with all that has no field here: a host without a definition, or with one of an older generation, begins with it. */
  kept: z.object({ xml: z.string(), generation: z.int() }).nullable().default(null),
})
export type VmSpec = z.infer<typeof VmSpec>

/** libvirt's state of a domain in Atrium's words (virDomainState). `saved` = not running, its memory is on the host's disk (managed save). */
export const ObservedState = z.enum(['running', 'paused', 'paused_io', 'shutting_down', 'down', 'crashed', 'saved', 'pmsuspended', 'migrating_in'])
export type ObservedState = z.infer<typeof ObservedState>

/**
 * A machine as it runs now, every `auto` decided: what its definition says is what it will be at its next start. `id` of a disk or card is
 * null where another tool plugged it in.
 */
export const RunningMachine = z.object({
  /** Of the definition that it was started with. */
  generation: z.int().nullable(),
  /** Started otherwise than it is defined, for this run alone: then it is not to be made as it is wanted. */
  once: z.boolean().default(false),
  runBy: z.enum(['kvm', 'qemu']),
  /** As the hypervisor names it: `pc-q35-7.2`. */
  machineName: z.string().nullable(),
  /** Without modules, MiB. */
  memoryMiB: z.int(),
  vcpus: z.int(),
  firmware: z.enum(['bios', 'uefi']),
  /** `memory.currentMiB` = what the balloon leaves the guest now, without modules. */
  hardware: Hardware,
  disks: z.array(z.object({ id: z.uuid().nullable(), path: z.string().nullable(), format: z.string().nullable(), bus: z.string(), target: z.string(), options: DiskOptions })),
  nics: z.array(z.object({ id: z.uuid().nullable(), mac: z.string(), model: z.string().nullable(), network: z.string().nullable(), options: NicOptions })),
  configDrive: z.string().nullable(),
})
export type RunningMachine = z.infer<typeof RunningMachine>

/** What is: read from libvirt, never from memory. */
export const VmObservation = z.object({
  id: z.uuid(),
  name: z.string(),
  state: ObservedState,
  /** Why it is in that state, in libvirt's own short word (virDomainShutoffReason …): `destroyed`, `shutdown`, `user`, `ioerror` … `restart` = it wanted to restart, in a run that ends so. */
  reason: z.string(),
  /** Manager instance that owns it; null = made by another tool (external). */
  instanceId: z.uuid().nullable(),
  generation: z.int().nullable(),
  memoryMiB: z.int(),
  vcpus: z.int(),
  virtType: z.enum(['kvm', 'qemu', 'other']),
  /** Unix ms of the last start, null when down or unknown. */
  startedAt: z.int().nullable(),
  /** From the guest agent: untrusted text. null = agent does not answer. */
  guest: z.object({ hostname: z.string(), os: z.string(), addresses: z.array(z.string()) }).nullable(),
  /** Its file systems are frozen by the guest agent, and take no writes. */
  frozen: z.boolean().default(false),
  /** Consoles that can be opened now. */
  consoles: z.array(z.enum(['vnc', 'serial'])),
  /** Another one = another definition (`vm.xml` with `inactive`). Absent where another tool made the machine. */
  definition: z.string().optional(),
  /** libvirt starts it with the host. */
  autostart: z.boolean().default(false),
  /** Absent where it has no PCI. */
  addresses: Addresses.optional(),
  /** Its hardware while it has a process; absent while it has none. */
  running: RunningMachine.optional(),
})
export type VmObservation = z.infer<typeof VmObservation>

/** One sample of one machine. Rates are per second over the last interval (10 s). */
export const VmSample = z.object({
  vmId: z.uuid(),
  at: z.int(),
  /** Share of the machine's vCPUs, 0…100. */
  cpuPercent: z.number(),
  /** Share of the time in which its vCPUs wanted to run and the host let them wait, 0…100: what the guest sees as steal time. */
  stealPercent: z.number().default(0),
  /** Used by the guest as the balloon reports it; null when the guest has no balloon driver. */
  memoryUsedMiB: z.number().nullable(),
  /** Resident memory of QEMU. */
  memoryRssMiB: z.number().nullable(),
  diskReadBps: z.number(),
  diskWriteBps: z.number(),
  netRxBps: z.number(),
  netTxBps: z.number(),
})
export type VmSample = z.infer<typeof VmSample>
