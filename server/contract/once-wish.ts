import { z } from 'zod'
import { Boot } from './hardware/boot'

/** How one run differs, with every path known. Null = as kept. */
export const OnceWish = z.object({
  devices: z.array(z.enum(['hd', 'cdrom', 'network'])).nullable(),
  cd: z.object({ path: z.string().nullable() }).nullable(),
  menu: z.boolean(),
  kernel: Boot.shape.kernel,
  /** A reboot of the guest ends the run: what it would boot again is an installer. */
  endOnReboot: z.boolean(),
})
export type OnceWish = z.infer<typeof OnceWish>
