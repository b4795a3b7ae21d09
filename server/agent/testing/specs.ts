import { randomUUID } from 'node:crypto'
import { VmSpec } from '@/server/contract/agent/vm'
import type { TestHost } from './test-host'

/** For calls that are made once. */
export const step = (): { stepId: string } => ({ stepId: randomUUID() })

export const callOn = ({ id, generation }: VmSpec): { stepId: string; id: string; generation: number } => ({ ...step(), id, generation })

/** The test host's folder as a storage domain. */
export const withStorage = (host: TestHost): Promise<unknown> => host.client.storage.ensureDomain({ ...step(), id: randomUUID(), path: host.storagePath })

/** A machine with a blank disk that stops in the firmware: starts in a moment and uses no processor. */
export const blankSpec = async (host: TestHost, change: Partial<VmSpec> = {}): Promise<VmSpec> => {
  const id = randomUUID()
  const path = `${host.storagePath}/images/${id}.qcow2`
  await host.client.disk.ensure({ ...step(), storagePath: host.storagePath, path, format: 'qcow2', sizeMiB: 8, source: null })
  return specOn(host, id, path, change)
}

/** A machine on a copy of `image` (qcow2), such as the small guest. */
export const guestSpec = async (host: TestHost, image: string, change: Partial<VmSpec> = {}): Promise<VmSpec> => {
  const id = randomUUID()
  const path = `${host.storagePath}/images/${id}.qcow2`
  await host.client.disk.ensure({
    ...step(),
    storagePath: host.storagePath,
    path,
    format: 'qcow2',
    sizeMiB: 48,
    source: { path: image, format: 'qcow2', mode: 'copy' },
  })
  return specOn(host, id, path, { memoryMiB: 192, ...change })
}

const specOn = ({ instanceId }: TestHost, id: string, path: string, change: Partial<VmSpec>): VmSpec => VmSpec.parse({
  id,
  name: `vm-${id.slice(0, 8)}`,
  description: '',
  instanceId,
  generation: 1,
  memoryMiB: 32,
  vcpus: 1,
  virtType: 'auto',
  firmware: 'bios',
  disks: [{ id: randomUUID(), path, format: 'qcow2', bus: 'virtio', target: 'vda' }],
  nics: [],
  configDrive: null,
  ...change,
})
