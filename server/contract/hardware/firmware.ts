import { z } from 'zod'
import { HostPath } from './text'

/** Details of `firmware`. https://libvirt.org/formatdomain.html#bios-bootloader */
export const Firmware = z.object({
  /** Only signed boot loaders, UEFI alone: the keys of Microsoft and distributions are enrolled in the machine's own NVRAM. */
  secureBoot: z.boolean().default(false),
  /** A firmware image of one's own instead of the host's choice. */
  loader: HostPath.nullable().default(null),
  /** NVRAM of that image. */
  nvram: HostPath.nullable().default(null),
})
export type Firmware = z.infer<typeof Firmware>

/** `auto` = q35, or pc where a disk hangs on IDE. */
export const Machine = z.object({
  arch: z.enum(['x86_64', 'aarch64']).default('x86_64'),
  type: z.enum(['auto', 'q35', 'pc', 'virt']).default('auto'),
})
export type Machine = z.infer<typeof Machine>

/** What makes Windows quick on KVM. https://libvirt.org/formatdomain.html#hypervisor-features */
export const HyperV = z.object({
  relaxed: z.boolean().default(false),
  vapic: z.boolean().default(false),
  /** Tries before the guest gives its turn away; null = off. */
  spinlocks: z.int().min(4095).max(2_147_483_647).nullable().default(null),
  vpindex: z.boolean().default(false),
  runtime: z.boolean().default(false),
  synic: z.boolean().default(false),
  stimer: z.boolean().default(false),
  reset: z.boolean().default(false),
  frequencies: z.boolean().default(false),
  tlbflush: z.boolean().default(false),
  ipi: z.boolean().default(false),
})
export type HyperV = z.infer<typeof HyperV>

export const Features = z.object({
  acpi: z.boolean().default(true),
  apic: z.boolean().default(true),
  pae: z.boolean().default(false),
  /** Hides from the guest that KVM runs it: some graphics drivers refuse to work in a machine. */
  kvmHidden: z.boolean().default(false),
  /** Interrupt controller of ARM machines. */
  gic: z.enum(['2', '3']).nullable().default(null),
  hyperv: HyperV.prefault({}),
})
export type Features = z.infer<typeof Features>
