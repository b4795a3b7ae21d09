import { z } from 'zod'
import { Instant, ListInput, operation, page, Ref } from './common'

export const DiskRow = z.object({
  id: z.uuid(),
  name: z.string(),
  sizeMiB: z.int(),
  allocatedMiB: z.number().nullable(),
  format: z.string(),
  path: z.string(),
  storageDomain: Ref,
  /** null = floating: the disk of no machine. */
  vm: Ref.nullable(),
  createdAt: Instant,
})
export type DiskRow = z.infer<typeof DiskRow>

export const diskContract = {
  list: operation
    .meta({ permission: { verb: 'disk.read', on: 'disk', list: true } })
    .route({ method: 'GET', path: '/disks', summary: 'Disks of machines, and floating ones' })
    .input(ListInput)
    .output(page(DiskRow)),
}
