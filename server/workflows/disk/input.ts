import { z } from 'zod'
import { DiskOptions, diskBuses } from '@/server/contract/hardware/disk'

/** Input of every job on one disk. */
export const OnDisk = z.object({
  diskId: z.uuid(),
  /** The machine that has it, or is to have it; null = floating. */
  vmId: z.uuid().nullable(),
})
/** How it sits in its machine. */
export const Seat = z.object({ bus: z.enum(diskBuses), target: z.string(), position: z.int(), options: DiskOptions })
export const Seated = OnDisk.extend({ seat: Seat })
export type OnDisk = z.infer<typeof OnDisk>
