import { z } from 'zod'
import { CpuSet } from './text'

/** NUMA nodes the guest sees, and the host's nodes its memory comes from. https://libvirt.org/formatdomain.html#numa-node-tuning */
export const Numa = z.object({
  cells: z.array(z.object({ cpus: CpuSet, memoryMiB: z.int().min(1) })).max(64).default([]),
  memory: z.object({ mode: z.enum(['strict', 'interleave', 'preferred', 'restrictive']).default('strict'), nodes: CpuSet }).nullable().default(null),
})
export type Numa = z.infer<typeof Numa>
