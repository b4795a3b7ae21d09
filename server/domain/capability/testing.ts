import type { DomainCapabilities } from '@/server/contract/agent/capabilities'
import { DiskOptions } from '@/server/contract/hardware/disk'
import { Hardware } from '@/server/contract/hardware/hardware'
import type { HardwareInput } from '@/server/contract/hardware/hardware'
import type { CapabilityWish, HostOffers } from './lacks'

/** An ordinary machine with that hardware, on software emulation. */
export const wish = (hardware: HardwareInput = {}, change: Partial<CapabilityWish> = {}): CapabilityWish => ({
  memoryMiB: 512, vcpus: 1, virtType: 'auto', firmware: 'bios', hardware: Hardware.parse(hardware),
  disks: [{ id: 'd1', bus: 'virtio', options: DiskOptions.parse({}) }], nics: [], ...change,
})

/** A host without KVM that says just that of q35 machines. */
export const offering = (offers: DomainCapabilities['offers']): HostOffers => ({
  kvm: false, capabilities: [{ arch: 'x86_64', machine: 'q35', virtType: 'qemu', offers }], hugePagesKiB: [],
})
