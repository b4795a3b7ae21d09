import { z } from 'zod'
import { forms } from './forms'
import { HostPciAddress } from './text'

const Vendor = z.string().regex(forms.usbId)

/** A device of the host that the machine gets whole (rows 16-01 … 16-45). Such a machine does not migrate. */
export const HostDevice = z.discriminatedUnion('type', [
  /** `rom` off: where an option ROM makes the boot slow (row 16-08). */
  z.object({ type: z.literal('pci'), address: HostPciAddress, rom: z.boolean().default(true) }),
  /** A virtual function as a card of the machine, with its own MAC and VLAN (row 16-19). */
  z.object({
    type: z.literal('vf'),
    address: HostPciAddress,
    mac: z.string().regex(forms.mac),
    vlan: z.int().min(1).max(4094).nullable().default(null),
  }),
  /** A slice of a GPU, by its uuid; `display` shows it on the console. */
  z.object({ type: z.literal('mdev'), uuid: z.uuid(), display: z.boolean().default(false) }),
  z.object({ type: z.literal('usb'), vendor: Vendor, product: Vendor }),
])
export type HostDevice = z.infer<typeof HostDevice>
