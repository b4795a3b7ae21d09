import { CreateImport } from '@/server/contract/api/import'
import { importVm } from '@/server/commands/vm/import'
import { findDisk, proposal } from '@/server/domain/import/proposal'
import { readVmx } from '@/server/domain/import/vmx'
import { element } from '@/server/domain/xml/element'
import type { World } from './world'

/** Imports the machine that lies in the simulated storage domain, as its folder or, for `ova`, as one archive with digests and a definition to be judged. */
export function importWeb(world: World, name: string, kind: 'vmx' | 'ova' = 'vmx', { hostId = world.agents[0]?.hostId ?? '', start = false } = {}) {
  const { ids, folder } = world
  const path = kind === 'vmx' ? 'web/web.vmx' : 'web.ova'
  const described = readVmx(folder.get('/data/import/web/web.vmx')?.text ?? '')
  const machine = kind === 'ova' ? { ...described, definition: element('domain', { type: 'qemu' }, element('title', {}, 'Web'), element('devices')) } : described
  const file = { path: 'web.vmdk', kind: 'vmdk' as const, sizeBytes: 1, modifiedAt: 0, problem: null }
  const disks = machine.disks.map(disk => findDisk(disk, [file]))
  const proposed = proposal(kind, machine, disks, new Map(disks.map(({ key }) => [key, { sizeMiB: 48, neededMiB: 1 }])), [{ id: ids.network, name: 'default' }])
  const input = CreateImport.parse({
    clusterId: ids.cluster, storageDomainId: ids.storageDomain, hostId, path, name, memoryMiB: proposed.memoryMiB, vcpus: proposed.vcpus, firmware: proposed.firmware,
    start, disks: proposed.disks.map(({ key, bus }) => ({ key, bus })), nics: proposed.nics.map(({ key, networkId, model }) => ({ key, networkId, model })),
  })
  return importVm(world.context(), input, { proposed, machine })
}
