import type { VmSpec } from '@/server/contract/agent/vm'
import type { Reason } from '@/server/contract/api/common'

type Disk = VmSpec['disks'][number]

/** Beside the disk's own image, on the same storage: so the machine can migrate. */
export const overlayPath = ({ id, path }: Pick<Disk, 'id' | 'path'>): string => `${path.slice(0, path.lastIndexOf('/'))}/${id}.stateless.qcow2`

/** Disks that a guest can write to; what it can't change needs no overlay. */
export const changeable = (disks: readonly Disk[]): Disk[] => disks.filter(({ options }) => !options.readOnly)

/** The disk as a machine has it whose changes are thrown away: its own image is only read. */
const overlaid = (disk: Disk): Disk => ({ ...disk, path: overlayPath(disk), format: 'qcow2' })

export const onOverlays = (spec: VmSpec): VmSpec => ({ ...spec, disks: spec.disks.map(disk => (disk.options.readOnly ? disk : overlaid(disk))) })

/** Why the machine can't run statelessly; null = it can. */
export function statelessRefusal({ name, external, disks }: { name: string; external: boolean; disks: readonly { name: string; shareable: boolean }[] }): Reason | null {
  if (external || disks.length === 0) return { code: 'stateless_no_disk', params: {}, text: `${name} has no disk whose changes could be thrown away.` }
  const shared = disks.find(({ shareable }) => shareable)
  return shared ? { code: 'stateless_shared', params: { disk: shared.name }, text: `${name} shares the disk ${shared.name} with others, so it can't run statelessly.` } : null
}
