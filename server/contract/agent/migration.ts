import { oc } from '@orpc/contract'
import { z } from 'zod'

/** What is done when a migration does not converge: each time an iteration leaves no less than the best one before, the next action is taken. */
export const ConvergenceAction = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('downtime'), ms: z.int().positive() }),
  z.object({ kind: z.literal('post-copy') }),
  z.object({ kind: z.literal('suspend') }),
  z.object({ kind: z.literal('abort') }),
])
export type ConvergenceAction = z.infer<typeof ConvergenceAction>

/** How a migration is driven. Rates in MiB/s, times in ms. */
export const MigrationPolicy = z.object({
  name: z.string(),
  /** null = libvirt's own (no limit worth the name). */
  bandwidthMiBps: z.int().positive().nullable(),
  /** Downtime that is allowed at the beginning. */
  initialDowntimeMs: z.int().positive(),
  /** Taken one after the other, one per stalled iteration. */
  onStall: z.array(ConvergenceAction),
  autoConverge: z.boolean(),
  compressed: z.boolean(),
  /** Channels of QEMU's multifd; null = one stream. */
  parallel: z.int().min(2).max(16).nullable(),
  /** Aborted after this time for each GiB of memory; null = never. */
  timeoutMsPerGiB: z.int().positive().nullable(),
  /** Aborted when nothing less was left for this long; null = never. */
  stallTimeoutMs: z.int().positive().nullable(),
})
export type MigrationPolicy = z.infer<typeof MigrationPolicy>

/** Everything the source's libvirt is told. */
export const MigrationPlan = z.object({
  destinationHostId: z.uuid(),
  /** libvirt at the destination, `qemu+tls://10.0.0.2/system`; the source adds where its credentials are. */
  destinationUri: z.string(),
  /** Where QEMU sends the memory, `tcp://10.1.0.2`; null = libvirt chooses. */
  migrateUri: z.string().nullable(),
  /** `offline` moves the definition of a machine that is down; live also moves a paused one, which stays paused. */
  mode: z.enum(['live', 'offline']),
  /** Which disks are copied along: none when the storage is shared. `incremental` = only what differs from the backing file. */
  storage: z.object({
    copy: z.enum(['none', 'full', 'incremental']),
    targets: z.array(z.string()),
    /** Images that are at another path there, absolute on each host. */
    paths: z.array(z.object({ from: z.string(), to: z.string() })).default([]),
  }),
  /** Memory and disks travel inside TLS. */
  tls: z.boolean(),
  /** libvirt's check of cache modes and shared storage is passed over; only when the preflight knows better. */
  unsafe: z.boolean(),
  policy: MigrationPolicy,
})
export type MigrationPlan = z.infer<typeof MigrationPlan>

/** QEMU's figures of one moment. Bytes, bytes/s, ms; null = not known (yet). */
export const MigrationStats = z.object({
  at: z.int(),
  elapsedMs: z.number(),
  totalBytes: z.number(),
  processedBytes: z.number(),
  remainingBytes: z.number(),
  bytesPerSecond: z.number().nullable(),
  dirtyBytesPerSecond: z.number().nullable(),
  iteration: z.int(),
  expectedDowntimeMs: z.number().nullable(),
  /** Downtime that is allowed now. */
  maxDowntimeMs: z.int().nullable(),
  bandwidthMiBps: z.int().nullable(),
  postCopy: z.boolean(),
  /** Only at the end. */
  downtimeMs: z.number().nullable(),
})
export type MigrationStats = z.infer<typeof MigrationStats>

/**
 * What became of a task. `unknown` = the host does not know how it ended (libvirt was restarted in the middle): where the machine
 * runs must be asked.
 */
export const MigrationTask = z.object({
  stepId: z.string(),
  vmId: z.uuid(),
  state: z.enum(['running', 'succeeded', 'failed', 'cancelled', 'unknown']),
  /** 0…1 */
  progress: z.number().min(0).max(1),
  stats: MigrationStats.nullable(),
  /** A sentence, when it did not succeed. */
  error: z.string().nullable(),
})
export type MigrationTask = z.infer<typeof MigrationTask>

/** What the source knows of a machine that is to move. */
export const MigrationSource = z.object({
  active: z.boolean(),
  /** The `<cpu>` of the live machine as the destination must be able to give it; null = the emulator's default. */
  cpuXml: z.string().nullable(),
  virtType: z.string(),
  machine: z.string(),
  emulator: z.string(),
  memoryMiB: z.int(),
  disks: z.array(z.object({
    target: z.string(),
    path: z.string(),
    format: z.string().default('raw'),
    cache: z.string(),
    readOnly: z.boolean(),
    inode: z.string().nullable(),
    /** What it takes on disk now. */
    sizeMiB: z.number().default(0),
    /** The same with what it is based on. */
    wholeMiB: z.number().default(0),
    /** The image it is based on, and that one's length; null = none. */
    base: z.object({ path: z.string(), bytes: z.number().nullable() }).nullable().default(null),
  })),
  networks: z.array(z.string()),
  bridges: z.array(z.string()),
  /** Devices of the host itself, in plain words. */
  hostDevices: z.array(z.string()),
  snapshots: z.int(),
  libvirtVersion: z.string(),
  qemuVersion: z.string(),
  lockManager: z.string(),
  /** The host has a certificate for the migration channel. */
  tls: z.boolean().default(false),
  now: z.int(),
})
export type MigrationSource = z.infer<typeof MigrationSource>

/** How a destination would take it. */
export const MigrationDestination = z.object({
  cpu: z.enum(['same', 'superset', 'incompatible', 'unknown']),
  cpuText: z.string(),
  machineKnown: z.boolean(),
  disks: z.array(z.object({
    target: z.string(),
    inode: z.string().nullable(),
    /** Space in the folder that the disk would be in; null = there is no such folder. */
    freeMiB: z.int().nullable().default(null),
    /** Length of the file that has the name of its base; null = there is none. */
    baseBytes: z.number().nullable().default(null),
  })),
  missingNetworks: z.array(z.string()),
  missingBridges: z.array(z.string()),
  freeMemoryMiB: z.int(),
  libvirtVersion: z.string(),
  qemuVersion: z.string(),
  lockManager: z.string(),
  tls: z.boolean().default(false),
  hostname: z.string(),
  /** A definition of the machine that is there already. */
  present: z.enum(['no', 'down', 'active']),
  now: z.int(),
})
export type MigrationDestination = z.infer<typeof MigrationDestination>

/** Which ways lead from one libvirt to another: its TLS port (16514) and its plain one (16509), both really tried. */
export const ReachedLibvirt = z.object({
  /** `refused` = one of the two does not take the other's certificate; `no_certificate` = the source has none to show. */
  tls: z.enum(['ok', 'closed', 'refused', 'no_certificate']),
  /** What was said, when it was refused. */
  detail: z.string(),
  tcp: z.boolean(),
})
export type ReachedLibvirt = z.infer<typeof ReachedLibvirt>

const Step = z.object({ stepId: z.string().min(1) })
const OnVm = Step.extend({ id: z.uuid(), generation: z.int().positive() })

const Channel = z.enum(['qemu', 'libvirt'])

/** Ports that libvirt gives to incoming migrations, both included (migration_port_min and _max of qemu.conf). */
export const migrationPorts = { first: 49152, last: 49215 } as const

export const migrationAgentContract = {
  /** Facts of the machine for the preflight. Errors: NOT_FOUND. */
  source: oc.input(z.object({ id: z.uuid() })).output(MigrationSource),
  /** Facts of the host as destination. */
  destination: oc.input(z.object({ id: z.uuid(), source: MigrationSource })).output(MigrationDestination),
  /** Listens on those of libvirt's migration ports that are free, for a short time. Answers which. */
  listen: oc.input(z.object({ address: z.string(), forMs: z.int().positive().max(10_000) })).output(z.object({ ports: z.array(z.int()) })),
  /** Connects to each port and to libvirt, and looks the name up. */
  reach: oc
    .input(z.object({
      address: z.string(),
      /** Where its libvirt is called, when that is another one. */
      libvirtAddress: z.string().optional(),
      hostname: z.string(),
      ports: z.array(z.int()).max(100),
      timeoutMs: z.int().positive().max(10_000),
    }))
    .output(z.object({ closed: z.array(z.int()), nameResolves: z.boolean(), libvirt: ReachedLibvirt.nullable().default(null) })),
  /**
   * A task of the host, keyed by the step id: begun once, asked for afterwards. It goes on when the caller, or the agent, is gone.
   * Answers at once. Errors: STALE_GENERATION, NOT_FOUND, WRONG_STATE.
   */
  begin: oc.input(OnVm.extend({ plan: MigrationPlan })).output(MigrationTask),
  /** The task as it is now; null = never heard of it. */
  get: oc.input(Step).output(MigrationTask.nullable()),
  /** Asks the running task to end; the machine stays. Too late in post-copy: WRONG_STATE. */
  cancel: oc.input(Step).output(MigrationTask.nullable()),
  /** Changes limits in flight. Errors: WRONG_STATE when it does not run. */
  tune: oc
    .input(Step.extend({ bandwidthMiBps: z.int().positive().optional(), maxDowntimeMs: z.int().positive().optional() }))
    .output(MigrationTask),
  /** Runs the machine at the destination at once and fetches its memory behind. Errors: WRONG_STATE. */
  postCopy: oc.input(Step).output(MigrationTask),
  /** A signing request for the certificate that QEMU sends memory with, or that libvirt calls libvirt with; its key stays here. */
  certificateRequest: oc.input(z.object({ channel: Channel.default('qemu') })).output(z.object({ csr: z.string() })),
  /**
   * TLS credentials of QEMU, or of libvirt: Atrium's CA, and this certificate for both directions. Errors: BAD_INPUT when it is not for the last request,
   * WRONG_STATE when the folder holds credentials of another authority.
   */
  installCertificate: oc.input(z.object({ certificate: z.string(), ca: z.string(), channel: Channel.default('qemu') })).output(z.object({})),
  /**
   * The definition that a machine left behind when it moved is gone; images and firmware variables stay. Refuses (WRONG_STATE) a
   * machine that has a process here, unless that is the stopped rest of a migration and `discardRest` says so.
   */
  dropDefinition: oc.input(OnVm.extend({ discardRest: z.boolean().default(false) })).output(z.object({})),
}
