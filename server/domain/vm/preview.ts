import type { z } from 'zod'
import { VmSpec } from '@/server/contract/agent/vm'
import type { CreateVm } from '@/server/contract/api/vm'
import { buildXml } from '@/server/domain/xml/build'
import { checkHardware } from './hardware/check'
import { withHeadroom } from './hardware/headroom'
import { freeTarget } from './hardware/target'
import { checkVm } from './validate'
import type { Finding, HardwareLimits } from './validate'
import { buildDomain } from './xml/domain'

/** Stands where the machine will have ids of its own. */
const nobody = '00000000-0000-4000-8000-000000000000'

export interface Preview {
  findings: Finding[]
  /** Null where the machine cannot be built as it is. */
  xml: string | null
}

/** What a new machine would be, and what is wrong with it; nothing is made. `disk` and `network` are those it would get, null = none. */
export const previewVm = (input: z.output<typeof CreateVm>, limits: HardwareLimits, disk: { path: string } | null, network: string | null): Preview => {
  const { name, description, memoryMiB, vcpus, virtType, firmware } = input
  const hardware = withHeadroom(input.hardware, input)
  const disks = disk ? [{ ...input.disk, ...disk, id: nobody, format: 'qcow2' as const, target: freeTarget(input.disk.bus, hardware.cdroms.map(({ target }) => target)) }] : []
  const nics = [{ ...input.nic, id: nobody, mac: '56:6f:00:00:00:00', network }]
  const findings = [...checkVm(input, limits), ...checkHardware({ memoryMiB, vcpus, firmware, hardware, disks, nics })]
  if (findings.length > 0) return { findings, xml: null }
  const spec = VmSpec.parse({ id: nobody, instanceId: nobody, generation: 1, name, description, memoryMiB, vcpus, virtType, firmware, hardware, disks, nics })
  return { findings, xml: buildXml(buildDomain(spec, virtType === 'qemu' ? 'qemu' : 'kvm')) }
}
