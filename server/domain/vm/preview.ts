import { VmSpec } from '@/server/contract/agent/vm'
import type { HostOfferGroup, LackingHosts } from '@/server/contract/api/capability'
import { lackingHosts } from '@/server/domain/capability/lacking-hosts'
import { buildXml } from '@/server/domain/xml/build'
import type { Creation } from './creation'
import { checkHardware } from './hardware/check'
import { checkVm } from './validate'
import type { Finding, HardwareLimits } from './validate'
import { buildDomain } from './xml/domain'

/** Stands where the machine will have ids of its own. */
const nobody = '00000000-0000-4000-8000-000000000000'

export interface Preview {
  findings: Finding[]
  /** Null where the machine cannot be built as it is. */
  xml: string | null
  /** Hosts that can't give what it is made of. */
  lacking: LackingHosts
}

/** The image that its first disk would be. */
export interface PreviewDisk {
  path: string
  format: 'qcow2' | 'raw'
}

/** What its cluster can give. */
export interface PreviewGround {
  limits: HardwareLimits
  offers: readonly HostOfferGroup[]
}

/** What a new machine would be, and what is wrong with it; nothing is made. `disk` and `network` are those it would get, null = none. */
export const previewVm = (creation: Creation, { limits, offers }: PreviewGround, disk: PreviewDisk | null, network: string | null): Preview => {
  const { name, description, memoryMiB, vcpus, virtType, firmware, hardware } = creation
  const disks = disk ? [{ ...creation.disk, ...disk, id: nobody }] : []
  const nics = [{ ...creation.nic, id: nobody, mac: '56:6f:00:00:00:00', network }]
  const findings = [...checkVm(creation, limits), ...checkHardware({ memoryMiB, vcpus, firmware, hardware, disks, nics })]
  const lacking = lackingHosts({ memoryMiB, vcpus, virtType, firmware, hardware, disks, nics }, offers)
  if (findings.length > 0) return { findings, xml: null, lacking }
  const spec = VmSpec.parse({ id: nobody, instanceId: nobody, generation: 1, name, description, memoryMiB, vcpus, virtType, firmware, hardware, disks, nics })
  return { findings, lacking, xml: buildXml(buildDomain(spec, virtType === 'qemu' ? 'qemu' : 'kvm')) }
}
