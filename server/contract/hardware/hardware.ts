import { z } from 'zod'
import { forms } from './forms'
import { Boot, Lifecycle, Smbios } from './boot'
import { Cdrom, Floppy } from './cdrom'
import { Channels, Serial } from './character'
import { Clock } from './clock'
import { Cpu, CpuTune } from './cpu'
import { Features, Firmware, Machine } from './firmware'
import { Graphics, Video } from './graphics'
import { HostDevice } from './host-device'
import { Balloon, Memory } from './memory'
import { Numa } from './numa'
import { Panic, Rng, Smartcard, Sound, Tpm, Vsock, Watchdog } from './small-devices'
import { Word } from './text'
import { Input, Usb } from './usb'

export const hypervisors = ['qemu', 'stratovirt'] as const
export type Hypervisor = (typeof hypervisors)[number]

/**
 * Everything a machine can have beyond its name, size, disks and cards. Each part has its default, so that
 * `Hardware.parse({})` is the ordinary machine and an older row lacks nothing.
 */
export const Hardware = z.object({
  /** StratoVirt can do much less: server/domain/vm/stratovirt.ts (catalogue SV-2, SV-3). */
  hypervisor: z.enum(hypervisors).default('qemu'),
  machine: Machine.prefault({}),
  firmware: Firmware.prefault({}),
  features: Features.prefault({}),
  cpu: Cpu.prefault({}),
  cpuTune: CpuTune.prefault({}),
  /** Number of I/O threads that disks can be given to. */
  iothreads: z.int().min(0).max(64).default(0),
  numa: Numa.prefault({}),
  memory: Memory.prefault({}),
  balloon: Balloon.prefault({}),
  clock: Clock.prefault({}),
  lifecycle: Lifecycle.prefault({}),
  boot: Boot.prefault({}),
  smbios: Smbios.prefault({}),
  cdroms: z.array(Cdrom).max(4).default([]),
  floppies: z.array(Floppy).max(2).default([]),
  graphics: Graphics.prefault({}),
  video: Video.prefault({}),
  serial: Serial.prefault({}),
  channels: Channels.prefault({}),
  input: Input.prefault({}),
  usb: Usb.prefault({}),
  sound: Sound.nullable().default(null),
  rng: Rng.nullable().prefault({}),
  watchdog: Watchdog.nullable().default(null),
  tpm: Tpm.nullable().default(null),
  panic: Panic.nullable().default(null),
  vsock: Vsock.nullable().default(null),
  smartcard: Smartcard.nullable().default(null),
  hostDevices: z.array(HostDevice).max(32).default([]),
  /** For hooks and people: written to the machine's metadata. */
  customProperties: z.record(z.string().regex(forms.token), Word(1024)).default({}),
})
export type Hardware = z.infer<typeof Hardware>
/** Any part of it, as a person sends it: what is absent keeps its value, or its default in a new machine. */
export type HardwareInput = z.input<typeof Hardware>
