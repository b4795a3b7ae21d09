import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { Kickstart } from '../api/vm-source'
import { DiskChain } from './disk-chain'
import { diskRepairs, DiskReport } from './disk-check'
import { Mirroring, MirrorState } from './disk-mirror'
import { AgentEvent } from './event'
import { GuestDeed, GuestDetails } from './guest'
import { HostFacts, StorageObservation } from './host'
import { importAgentContract } from './import'
import { MediaFileFacts } from './media'
import { migrationAgentContract } from './migration'
import { storageMetadataContract } from './storage-metadata'
import { OpenScreen } from './screen'
import { uploadAgentContract } from './upload'
import { VmObservation, VmSpec } from './vm'
import { LiveResult } from '../hardware/change'
import { SysprepOperation } from '../sysprep'

/**
 * Manager → agent. Every call that changes something carries the workflow's step id, so that the same step sent twice
 * acts once, and the machine's generation, so that an older wish never overwrites a newer one.
 */
const Step = z.object({ stepId: z.string().min(1) })
const OnVm = Step.extend({ id: z.uuid(), generation: z.int().positive() })
const OnImage = Step.extend({ storagePath: z.string(), path: z.string(), format: z.enum(['qcow2', 'raw']) })
const DiskFigures = z.object({ sizeMiB: z.int(), allocatedMiB: z.number() })

export const agentContract = {
  host: {
    facts: oc.output(HostFacts),
    /** Stream of AgentEvent; open as long as the manager lives. */
    watch: oc.output(eventIterator(AgentEvent)),
    /** Leave: forget certificate and manager. Machines are not touched. */
    leave: oc.input(Step).output(z.object({})),
    /**
     * Disks in use are locked by virtlockd (MK-10). libvirtd is restarted; machines go on. `restarted` is false where nobody can
     * restart it from here. Errors: WRONG_STATE.
     */
    lockDisks: oc.input(Step).output(z.object({ restarted: z.boolean() })),
    /** Its libvirtd takes migrations over TLS, with the certificate that it was given. `restarted` as above. Errors: WRONG_STATE. */
    acceptMigrations: oc.input(Step).output(z.object({ restarted: z.boolean() })),
  },
  vm: {
    list: oc.output(z.array(VmObservation)),
    get: oc.input(z.object({ id: z.uuid() })).output(VmObservation.nullable()),
    /** The live (or, when down or `inactive`, the stored) XML as libvirt has it. */
    xml: oc.input(z.object({ id: z.uuid(), inactive: z.boolean().default(false) })).output(z.object({ xml: z.string() })),
    /** Whether libvirt would take it, in its own words; nothing is defined. null = nothing is wrong. */
    checkXml: oc.input(z.object({ xml: z.string().max(1_048_576) })).output(z.object({ problem: z.string().nullable() })),
    /** Defined as the spec says; running state untouched. A live machine gets the change at its next start. */
    ensureDefined: oc.input(Step.extend({ spec: VmSpec })).output(VmObservation),
    /**
     * Defined and running (or paused when `paused`). A machine that already runs is left alone; one whose memory is saved goes on
     * from there, with the definition that it was saved with. `once` = the same machine as it shall be for this run alone: its
     * definition is `spec` all the time, and is what is left when it stops. Errors: WRONG_STATE for `once` with saved memory.
     */
    ensureRunning: oc.input(Step.extend({ spec: VmSpec, paused: z.boolean().default(false), once: VmSpec.nullable().default(null) })).output(VmObservation),
    /**
     * Defined as the spec says, and the running machine made equal to it as far as that goes without a restart: disks, cards, modules of memory and
     * host devices plugged in and out, CDs changed, links, networks and limits set, vCPUs and balloon moved. One answer for each difference that was
     * found; asked again, it finds those that are left. `guestMs` = how long to wait for a guest that is asked to let go of something: afterwards it is
     * `waiting`, still attached, and its image is still in use. `only` = the fields, or what is below them, that are to be made: other differences wait,
     * and have no answer; null = all. `force` opens a tray that the guest has locked. A machine without a process is
     * defined alone. Errors: NOT_FOUND, STALE_GENERATION, WRONG_STATE for another tool's machine; what is refused is an answer, not an error.
     */
    applyLive: oc
      .input(Step.extend({ spec: VmSpec, only: z.array(z.string()).nullable().default(null), force: z.boolean().default(false), guestMs: z.int().min(0).max(60_000).default(15_000) }))
      .output(z.object({ vm: VmObservation, changes: z.array(LiveResult) })),
    /** Asks the guest once to shut down (agent or ACPI); returns at once. The machine may ignore it. Unanswered agent → AppError TIMEOUT. */
    requestShutdown: oc.input(OnVm.extend({ method: z.enum(['agent', 'acpi']) })).output(z.object({})),
    /** Not running: forced off. */
    ensureStopped: oc.input(OnVm).output(VmObservation),
    ensureSuspended: oc.input(OnVm).output(VmObservation),
    ensureResumed: oc.input(OnVm).output(VmObservation),
    /**
     * Not running, its memory on the host's disk. Sends `task` events. A save that is under way already, after a crash of the
     * agent or by another tool, is followed. Errors: WRONG_STATE, CANCELLED when it was aborted, DISK_FULL.
     */
    ensureSaved: oc.input(OnVm).output(VmObservation),
    /** Ends a save that is under way, and the machine goes on; one that is complete stays. */
    abortSave: oc.input(OnVm).output(VmObservation),
    /** No saved memory: the next start is a boot. Nothing to do when there is none. */
    discardSaved: oc.input(OnVm).output(VmObservation),
    /** Once per step id: agent, then ACPI. */
    reboot: oc.input(OnVm.extend({ method: z.enum(['agent', 'acpi']) })).output(z.object({})),
    /** Once per step id: hard reset of the virtual machine. */
    reset: oc.input(OnVm).output(z.object({})),
    /** Not running and not defined (NVRAM, managed save too). Disks stay: they are removed by disk.ensureAbsent. */
    ensureAbsent: oc.input(OnVm).output(z.object({})),
    /**
     * The disk of a machine that runs, or is paused, has at least that size, and the guest is told. Errors: WRONG_STATE, NOT_FOUND for
     * another machine's disk, DISK_FULL.
     */
    growDisk: oc.input(OnVm.extend({ path: z.string(), sizeMiB: z.int().positive() })).output(z.object({ sizeMiB: z.int() })),
    /**
     * QEMU copies the disk to the other image while the machine runs; answered when the copy is whole and each write goes to both. Sends `task` events. One that is
     * under way is followed. Errors: WRONG_STATE when it does not run or its disk is neither image, IN_USE when another block job has the disk, LIBVIRT when QEMU breaks
     * it off: the machine goes on from the old image.
     */
    mirrorDisk: oc.input(OnVm.extend({ ...Mirroring.shape, /** null = as fast as it goes. */ mibPerSecond: z.int().min(1).max(100_000).nullable().default(null) })).output(MirrorState),
    /** The machine runs from the new image alone. Errors: WRONG_STATE when the copy is not whole, LIBVIRT. */
    pivotDisk: oc.input(OnVm.extend(Mirroring.shape)).output(MirrorState),
    /** No copy is under way; the answer says from which image the machine runs, or would start. Errors: NOT_FOUND, WRONG_STATE when it is neither. */
    endMirror: oc.input(OnVm.extend(Mirroring.shape)).output(MirrorState),
    /** Starts with the host, or not; its definition is not touched. */
    setAutostart: oc.input(OnVm.extend({ enabled: z.boolean() })).output(VmObservation),
    /** Marks an external machine as owned by this manager. Its definition is otherwise kept byte for byte. */
    adopt: oc.input(Step.extend({ id: z.uuid(), instanceId: z.uuid(), generation: z.int().positive() })).output(VmObservation),
    screenshot: oc.input(z.object({ id: z.uuid() })).output(z.file()),
    /**
     * Where a viewer outside reaches a screen of the running machine. It gets a new password that is good for `seconds`, unless another tool has
     * set one; an open session goes on. Errors: NOT_FOUND; WRONG_STATE when it does not run, has no such screen, or the screen is on a socket of the host.
     */
    openScreen: oc.input(z.object({ id: z.uuid(), type: z.enum(['spice', 'vnc']), seconds: z.int().min(1).max(3600) })).output(OpenScreen),
  },
  migration: migrationAgentContract,
  guest: {
    /** Errors: TIMEOUT when the guest agent does not answer, WRONG_STATE when the machine does not run. */
    details: oc.input(z.object({ id: z.uuid() })).output(GuestDetails),
    /** The same; WRONG_STATE with reason `guest_lacks` when the guest agent does not know how. */
    ask: oc.input(z.object({ id: z.uuid(), deed: GuestDeed })).output(z.object({})),
  },
  disk: {
    /**
     * The image exists at `path` with at least `sizeMiB`. `source.mode` thin = qcow2 with that backing file, copy = full copy, of the image
     * that it leans on, too. What the source leans on must be `backing`.
     * `preallocation` is for a new image that is not thin. Existing and right → nothing happens. Errors: IMAGE_MISSING, IMAGE_DAMAGED, DISK_FULL.
     */
    ensure: oc
      .input(
        Step.extend({
          storagePath: z.string(),
          path: z.string(),
          format: z.enum(['qcow2', 'raw']),
          sizeMiB: z.int().positive(),
          preallocation: z.enum(['off', 'metadata', 'falloc', 'full']).default('off'),
          source: z.object({ path: z.string(), format: z.enum(['qcow2', 'raw']), mode: z.enum(['thin', 'copy']), backing: z.object({ path: z.string(), format: z.enum(['qcow2', 'raw']) }).nullable().default(null) }).nullable(),
        }),
      )
      .output(z.object({ sizeMiB: z.int(), allocatedMiB: z.number() })),
    /** Ends a copy to that place that is under way. Refuses (IN_USE) when a domain on this host has it. A missing file is success. */
    ensureAbsent: oc.input(Step.extend({ storagePath: z.string(), path: z.string() })).output(z.object({})),
    /**
     * What belongs to one machine alone (host keys, logs, ids …) is taken out of its new disks by virt-sysprep. Sends `task` events; `disk.ensureAbsent`
     * of one of them ends it. Errors: WRONG_STATE without virt-sysprep, IN_USE when a machine has one, IMAGE_MISSING, BAD_INPUT for disks
     * without an operating system or an operation that it does not know, TIMEOUT, CANCELLED.
     */
    generalise: oc
      .input(Step.extend({ disks: z.array(z.object({ storagePath: z.string(), path: z.string(), format: z.enum(['qcow2', 'raw']) })).min(1).max(64), operations: z.array(SysprepOperation).min(1).max(64) }))
      .output(z.object({})),
    /** The machines of this host, Atrium's and others', that have one of these images as a disk, or below one. */
    holders: oc
      .input(z.object({ paths: z.array(z.string()).max(100) }))
      .output(z.array(z.object({ path: z.string(), id: z.string(), name: z.string(), active: z.boolean() }))),
    /**
     * The image has at most that size: what lies beyond is gone. Errors: IN_USE when a machine that runs on this host has it, IMAGE_MISSING,
     * IMAGE_DAMAGED.
     */
    shrink: oc.input(OnImage.extend({ sizeMiB: z.int().positive() })).output(DiskFigures),
    /**
     * The tables of a qcow2 image are looked through, and repaired when `repair` says so; `disk.abort` ends it. Damage is an answer, not an error. Errors: IN_USE when a
     * machine that runs on this host has it, IMAGE_MISSING, IMAGE_DAMAGED when it can't be opened, TIMEOUT, CANCELLED.
     */
    check: oc.input(OnImage.extend({ repair: z.enum(diskRepairs).default('none') })).output(DiskReport),
    /** Ends the check of that image that is under way. */
    abort: oc.input(Step.extend({ storagePath: z.string(), path: z.string() })).output(z.object({})),
    /** The image and those that it leans on, by their headers; nothing outside of the storage domain is opened, no format guessed. Errors: IMAGE_MISSING, IMAGE_DAMAGED, BAD_INPUT. */
    chain: oc.input(z.object({ storagePath: z.string(), path: z.string(), format: z.enum(['qcow2', 'raw']) })).output(DiskChain),
    /** `qemu-img info` and `check` in figures; never on an image that a running domain holds, nor without `check` (then info only). */
    inspect: oc.input(z.object({ path: z.string(), format: z.enum(['qcow2', 'raw']), check: z.boolean().default(true) })).output(z.object({ sizeMiB: z.int(), allocatedMiB: z.number(), backing: z.string().nullable() })),
  },
  import: importAgentContract,
  upload: uploadAgentContract,
  configDrive: {
    /**
     * An ISO 9660 image of these files, or for `file` the text of the only one, exists at `path`, inside the storage domain; one that is there is replaced at once and whole.
     * Removed by `disk.ensureAbsent`. Errors: BAD_INPUT, DISK_FULL.
     */
    ensure: oc
      .input(
        Step.extend({
          storagePath: z.string(),
          path: z.string(),
          form: z.enum(['iso', 'file']).default('iso'),
          label: z.string().regex(/^[A-Za-z0-9_-]{1,32}$/),
          files: z.array(z.object({ name: z.string().regex(/^[a-z][a-z0-9.-]{0,63}$/), text: z.string().max(1_048_576) })).min(1).max(16),
        }),
      )
      .output(z.object({})),
  },
  installer: {
    /**
     * Kernel and initrd of a network tree lie at those paths inside of the storage domain, the answers in the initrd. The host
     * fetches http and https alone, and private addresses only when `allowPrivate`. Sends `task` events; `disk.ensureAbsent` of
     * the kernel ends it. Errors: BAD_INPUT, DISK_FULL, CANCELLED, TIMEOUT.
     */
    ensure: oc
      .input(Step.extend({
        storagePath: z.string(), kernel: z.string(), initrd: z.string(), url: z.string(), kickstart: Kickstart.nullable(), arguments: z.string(), allowPrivate: z.boolean(),
      }))
      .output(z.object({ commandLine: z.string() })),
  },
  media: {
    /**
     * What lies in the folder iso/ of a storage domain, by name: regular files alone, no links; at most a thousand. Labels are
     * read from the images, which are not trusted. A missing folder is an empty one.
     */
    list: oc.input(z.object({ storagePath: z.string() })).output(z.array(MediaFileFacts)),
  },
  storage: {
    ...storageMetadataContract,
    /**
     * The folder exists with images/, templates/ and iso/ and is writable. Its space is in each `stats` event from then on.
     * `owner` = the calling manager: then a folder that holds another domain, one of another manager, or of a newer version is refused (WRONG_STATE); with `takeOver`
     * another manager's is the caller's from then on.
     */
    ensureDomain: oc.input(Step.extend({ id: z.uuid(), path: z.string(), owner: z.uuid().optional(), takeOver: z.boolean().default(false) })).output(StorageObservation),
    forgetDomain: oc.input(Step.extend({ id: z.uuid() })).output(z.object({})),
    /**
     * What a storage domain has in its folder is gone (domain/storage-domain/folders.ts); other files stay, and its space is no longer reported.
     * Errors: IN_USE when a machine of this host has an image there, BAD_INPUT, FORBIDDEN.
     */
    wipe: oc.input(Step.extend({ id: z.uuid(), path: z.string() })).output(z.object({})),
  },
  network: {
    /** A libvirt network of that name is active and starts with the host. */
    ensure: oc
      .input(
        Step.extend({
          name: z.string(),
          forward: z.discriminatedUnion('mode', [
            /** NAT with DHCP on a free /24; when `subnet` is null the agent chooses one that collides with nothing on the host. */
            z.object({ mode: z.literal('nat'), subnet: z.string().nullable() }),
            /** On an existing bridge of the host. */
            z.object({ mode: z.literal('bridge'), bridge: z.string() }),
          ]),
        }),
      )
      .output(z.object({ name: z.string(), bridge: z.string(), active: z.boolean() })),
    ensureAbsent: oc.input(Step.extend({ name: z.string() })).output(z.object({})),
  },
}
export type AgentContract = typeof agentContract

/** The calls above, in oRPC's own protocol (RPCHandler, RPCLink), below this path of the agent's HTTPS port. */
export const agentRpcPath = '/rpc'

/** Consoles: WSS on the same port, path `/console/<vmId>/<vnc|serial>`, binary frames, same client certificate. */
export const agentConsolePath = (vmId: string, protocol: 'vnc' | 'serial') => `/console/${vmId}/${protocol}`
