import { z } from 'zod'

/** leaks = space that belongs to nothing is given back; all = damaged tables too, by what QEMU thinks is right. */
export const diskRepairs = ['none', 'leaks', 'all'] as const
export type DiskRepair = (typeof diskRepairs)[number]

/** What `qemu-img check` counts. Clusters are the pieces that a qcow2 image is made of. */
export const DiskReport = z.object({
  /** Parts of the tables that could not be looked at. */
  checkErrors: z.int(),
  /** Damage: data may be lost. */
  corruptions: z.int(),
  /** Clusters that take space and belong to nothing. Harmless. */
  leaks: z.int(),
  corruptionsFixed: z.int(),
  leaksFixed: z.int(),
  clusters: z.int(),
  allocatedClusters: z.int(),
  /** Clusters that do not lie behind the one before them. */
  fragmentedClusters: z.int(),
})
export type DiskReport = z.infer<typeof DiskReport>
