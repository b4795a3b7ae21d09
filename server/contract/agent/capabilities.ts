import { z } from 'zod'

/** Kinds of things that a hypervisor may or may not offer to a machine. */
export const offerKinds = [
  'firmware', 'secureBoot', 'cpuMode', 'cpuModel', 'usableCpuModel', 'diskBus', 'graphics', 'video', 'hostDevice', 'passthrough', 'rng', 'filesystem',
  'tpmModel', 'tpmBackend', 'tpmVersion', 'redirection', 'channel', 'memoryBacking', 'hyperV', 'device',
] as const
export const OfferKind = z.enum(offerKinds)
export type OfferKind = z.infer<typeof OfferKind>

/**
 * What a host's hypervisor offers to machines of one architecture, family of machine types and way of running
 * (https://libvirt.org/formatdomaincaps.html). `device` = QEMU's own names of the devices that it was built with.
 */
export const DomainCapabilities = z.object({
  arch: z.string(),
  machine: z.string(),
  virtType: z.enum(['kvm', 'qemu']),
  /** A kind that is absent is not known: an older libvirt says nothing of it. */
  offers: z.partialRecord(OfferKind, z.array(z.string())),
})
export type DomainCapabilities = z.infer<typeof DomainCapabilities>
