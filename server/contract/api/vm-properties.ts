import { z } from 'zod'
import { Id } from './common'

export const haPriorities = ['low', 'medium', 'high'] as const
export type HaPriority = (typeof haPriorities)[number]

/** What people and the cluster know of a machine beside its hardware: no host's definition changes by it. Rules: domain/vm/properties. */
export const VmProperties = z.object({
  comment: z.string().max(1000),
  tags: z.array(z.string().max(200)).max(100),
  customFields: z.record(z.string().max(200), z.string().max(2000)),
  /** null = nobody. */
  ownerId: z.uuid().nullable(),
  /** It can't be deleted until this is taken back. */
  deleteProtected: z.boolean(),
  /** It starts with its host. Not together with `haEnabled`, which starts it where there is room. */
  autostart: z.boolean(),
  /** It throws its changes away at power-off. Not together with `autostart`: libvirt would start it on its own disks. */
  stateless: z.boolean(),
  haEnabled: z.boolean(),
  haPriority: z.enum(haPriorities),
})
export type VmProperties = z.infer<typeof VmProperties>

/** What is absent stays. */
export const SetVmProperties = Id.extend(VmProperties.partial().shape)
