import { z } from 'zod'
import { DomainCapabilities } from '../agent/capabilities'
import { Reason, Ref } from './common'

/** What hosts offer to machines, those that offer the very same together. Rules: server/domain/capability. */
export const HostOfferGroup = z.object({
  hosts: z.array(Ref),
  offers: z.object({
    /** Is `auto` KVM there? */
    kvm: z.boolean(),
    /** Empty = not known: nothing is refused for it. */
    capabilities: z.array(DomainCapabilities),
    /** Sizes of huge pages with a pool; null = not known. */
    hugePagesKiB: z.array(z.int()).nullable(),
  }),
})
export type HostOfferGroup = z.infer<typeof HostOfferGroup>

/** What of a machine's hardware hosts of its cluster can't give, by the field that asks for it (disks and cards by id). */
export const LackingHosts = z.object({
  hosts: z.array(z.object({ host: Ref, lacks: z.array(Reason.extend({ field: z.string() })) })),
  /** Hosts that offer all of it, as far as they tell. */
  others: z.int(),
})
export type LackingHosts = z.infer<typeof LackingHosts>
