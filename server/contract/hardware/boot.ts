import { z } from 'zod'
import { HostPath, Word } from './text'

/** https://libvirt.org/formatdomain.html#operating-system-booting */
export const Boot = z.object({
  /** By kind of device; a `bootOrder` on any device takes precedence over all of it. */
  devices: z.array(z.enum(['hd', 'cdrom', 'network', 'fd'])).max(4).default(['hd']),
  /** Time for the boot menu, ms; 0 = no menu. */
  menuTimeoutMs: z.int().min(0).max(65_535).default(0),
  /** Time until a failed boot is tried anew, ms; null = never. */
  rebootTimeoutMs: z.int().min(0).max(65_535).nullable().default(null),
  /** A kernel of the host's instead of a boot loader. */
  kernel: z.object({ path: HostPath, initrd: HostPath.nullable().default(null), commandLine: Word(4096).default('') }).nullable().default(null),
})
export type Boot = z.infer<typeof Boot>

const Entry = Word(255).default('')

/** What `dmidecode` tells in the guest; empty entries are left to the hypervisor. `host` = the host's own. */
export const Smbios = z.object({
  mode: z.enum(['default', 'emulate', 'host', 'sysinfo']).default('default'),
  manufacturer: Entry, product: Entry, version: Entry, serial: Entry, sku: Entry, family: Entry,
})
export type Smbios = z.infer<typeof Smbios>

const Action = z.enum(['destroy', 'restart', 'preserve', 'rename-restart'])
const CrashAction = z.enum(['destroy', 'restart', 'preserve', 'rename-restart', 'coredump-destroy', 'coredump-restart'])

/** What the hypervisor does by itself: a restart of a machine that crashed is the manager's decision. */
export const Lifecycle = z.object({
  onPoweroff: Action.default('destroy'),
  onReboot: Action.default('restart'),
  onCrash: CrashAction.default('destroy'),
  /** What the guest may do: sleep in memory, sleep on disk. */
  suspendToMem: z.boolean().default(false),
  suspendToDisk: z.boolean().default(false),
})
export type Lifecycle = z.infer<typeof Lifecycle>
