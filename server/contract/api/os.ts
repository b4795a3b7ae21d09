import { z } from 'zod'
import { diskBuses } from '../hardware/disk'
import { nicModels } from '../hardware/nic'
import { operation } from './common'

/** What a machine needs, MiB; null = the data base does not say. */
const Size = z.object({ memoryMiB: z.int().nullable(), vcpus: z.int().nullable(), diskMiB: z.int().nullable() })

/** A guest's operating system, and what makes a new machine right for it with no expert knowledge. */
export const OperatingSystem = z.object({
  /** osinfo-db's short id, `debian12`: a machine's `os`. */
  id: z.string(),
  name: z.string(),
  family: z.string(),
  vendor: z.string(),
  /** Days, ISO 8601; null = unknown, or no end in sight. */
  releasedOn: z.string().nullable(),
  endOfLifeOn: z.string().nullable(),
  minimum: Size,
  recommended: Size,
  defaults: z.object({
    firmware: z.enum(['bios', 'uefi']),
    diskBus: z.enum(diskBuses),
    nicModel: z.enum(nicModels),
    /** As `hardware` of a new machine: video, clock, TPM, Secure Boot, what Windows likes. */
    hardware: z.record(z.string(), z.unknown()),
  }),
})
export type OperatingSystem = z.infer<typeof OperatingSystem>

export const operatingSystemContract = {
  list: operation
    .meta({ permission: 'session' })
    .route({ method: 'GET', path: '/operating-systems', summary: 'Operating systems with the hardware that suits them, the newest first' })
    .input(z.object({
      /** Words that name, id or vendor hold. */
      search: z.string().max(200).default(''),
      limit: z.coerce.number().int().min(1).max(1000).default(50),
    }))
    .output(z.object({ items: z.array(OperatingSystem), total: z.int() })),
}
