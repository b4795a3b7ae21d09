import { z } from 'zod'
import { forms } from './forms'
import { BootOrder, HostPath } from './text'

/** A CD drive; `path` of the image in it, null = empty. It is the same drive as long as its target is. */
export const Cdrom = z.object({
  target: z.string().regex(forms.driveName),
  bus: z.enum(['sata', 'scsi', 'ide', 'usb']).default('sata'),
  path: HostPath.nullable().default(null),
  bootOrder: BootOrder,
})
export type Cdrom = z.infer<typeof Cdrom>

/** A floppy drive. */
export const Floppy = z.object({ target: z.enum(['fda', 'fdb']).default('fda'), path: HostPath.nullable().default(null), readOnly: z.boolean().default(false) })
export type Floppy = z.infer<typeof Floppy>
