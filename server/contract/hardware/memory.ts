import { z } from 'zod'

/** A module of memory that can be plugged in and out. */
export const MemoryDevice = z.object({ model: z.literal('dimm').default('dimm'), sizeMiB: z.int().min(1), node: z.int().min(0).max(63).default(0) })
export type MemoryDevice = z.infer<typeof MemoryDevice>

const LimitMiB = z.int().min(1).nullable().default(null)

/** What there is beside the machine's size (`memoryMiB`). https://libvirt.org/formatdomain.html#memory-allocation */
export const Memory = z.object({
  /** What the balloon leaves the guest at the start, MiB; null = all. */
  currentMiB: LimitMiB,
  /** Most memory with modules plugged in, MiB, and the slots for them; null = none can be plugged in. */
  maxMiB: LimitMiB,
  slots: z.int().min(1).max(255).default(16),
  /** Size of the huge pages it lives in, KiB; null = ordinary pages. */
  hugePagesKiB: z.union([z.literal(2048), z.literal(1_048_576)]).nullable().default(null),
  /** Never swapped out; `hardLimitMiB` should be set with it. */
  locked: z.boolean().default(false),
  /** May the host merge equal pages (KSM)? */
  sharePages: z.boolean().default(true),
  hardLimitMiB: LimitMiB,
  softLimitMiB: LimitMiB,
  swapHardLimitMiB: LimitMiB,
  devices: z.array(MemoryDevice).max(255).default([]),
})
export type Memory = z.infer<typeof Memory>

/** Balloon: takes memory back from the guest, and reports how much it uses. */
export const Balloon = z.object({
  model: z.enum(['virtio', 'none']).default('virtio'),
  /** Gives memory back before the guest kills its own processes. */
  autodeflate: z.boolean().default(false),
  freePageReporting: z.boolean().default(false),
})
export type Balloon = z.infer<typeof Balloon>
