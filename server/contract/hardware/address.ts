import { z } from 'zod'

/** Place of one device: domain:bus:slot.function, all hexadecimal. */
export const DeviceAddress = z.object({
  /** Which device: its kind, Atrium's id or its model, and which of several equal ones. */
  device: z.string().min(1).max(300),
  address: z.string().regex(/^[0-9a-f]{4}:[0-9a-f]{2}:[0-9a-f]{2}\.[0-7]$/),
  multifunction: z.boolean().default(false),
})
export type DeviceAddress = z.infer<typeof DeviceAddress>

/** The PCI tree of a machine (RHV-MGR-4). It has a meaning on its family of machine types alone. */
export const Addresses = z.object({ machine: z.enum(['q35', 'pc', 'virt']), devices: z.array(DeviceAddress).max(400) })
export type Addresses = z.infer<typeof Addresses>
