import { z } from 'zod'
import { forms } from './forms'
import { BootOrder } from './text'

export const nicModels = ['virtio', 'e1000', 'e1000e', 'rtl8139', 'vmxnet3', 'pcnet', 'ne2k_pci'] as const

/** KiB/s, and KiB for `burst`; `average` alone is needed. */
export const Bandwidth = z.object({ average: z.int().min(1), peak: z.int().min(1).nullable().default(null), burst: z.int().min(1).nullable().default(null) })
export type Bandwidth = z.infer<typeof Bandwidth>

/** How a card is driven. https://libvirt.org/formatdomain.html#network-interfaces */
export const NicOptions = z.object({
  link: z.enum(['up', 'down']).default('up'),
  /** Where a virtio card's packets are moved: `vhost` in the kernel, `qemu` in the process; `auto` = the best the host has. */
  driver: z.enum(['auto', 'vhost', 'qemu']).default('auto'),
  /** Queues of a virtio card; null = one. */
  queues: z.int().min(2).max(256).nullable().default(null),
  mtu: z.int().min(68).max(65535).nullable().default(null),
  inbound: Bandwidth.nullable().default(null),
  outbound: Bandwidth.nullable().default(null),
  /** Network filter of the host, `clean-traffic`, with its variables. */
  filter: z.object({
    name: z.string().regex(forms.filterName),
    parameters: z.array(z.object({ name: z.string().regex(forms.filterVariable), value: z.string().regex(forms.filterValue) })).max(32).default([]),
  }).nullable().default(null),
  bootOrder: BootOrder,
})
export type NicOptions = z.infer<typeof NicOptions>
