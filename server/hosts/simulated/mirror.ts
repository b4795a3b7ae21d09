import type { Mirroring, MirrorState } from '@/server/contract/agent/disk-mirror'
import type { VmSpec } from '@/server/contract/agent/vm'
import { AppError } from '@/server/domain/error'
import { isDown } from './machines'
import type { SimulatedMachine } from './machines'

const hasPath = ({ disks }: VmSpec, path: string): boolean => disks.some(disk => disk.path === path)

/** From which image the machine runs, or would start. Errors: WRONG_STATE. */
const seen = (machine: SimulatedMachine, { from, to }: Mirroring): MirrorState => {
  const spec = machine.running ?? machine.spec
  if (hasPath(spec, to.path)) return { state: 'to' }
  if (!hasPath(spec, from)) throw new AppError('WRONG_STATE', `Machine ${machine.spec.name} has neither ${from} nor ${to.path}.`)
  return { state: !isDown(machine) && machine.mirror?.to === to.path ? 'ready' : 'from' }
}

const repointed = (spec: VmSpec, { from, to }: Mirroring): VmSpec => ({ ...spec, disks: spec.disks.map(disk => (disk.path === from ? { ...disk, ...to } : disk)) })

/** Copies at once. */
export const simulatedMirror = {
  begin: (machine: SimulatedMachine, mirroring: Mirroring): MirrorState => {
    const { state } = seen(machine, mirroring)
    if (state !== 'from') return { state }
    if (isDown(machine)) throw new AppError('WRONG_STATE', `Machine ${machine.spec.name} is ${machine.state}.`)
    machine.mirror = { from: mirroring.from, to: mirroring.to.path }
    return { state: 'ready' }
  },
  pivot: (machine: SimulatedMachine, mirroring: Mirroring): MirrorState => {
    const { state } = seen(machine, mirroring)
    if (state === 'to') return { state }
    if (state !== 'ready' || !machine.running) throw new AppError('WRONG_STATE', `The copy of the disk of machine ${machine.spec.name} is not whole.`)
    delete machine.mirror
    machine.running = repointed(machine.running, mirroring)
    machine.spec = repointed(machine.spec, mirroring)
    return { state: 'to' }
  },
  end: (machine: SimulatedMachine, mirroring: Mirroring): MirrorState => {
    delete machine.mirror
    return seen(machine, mirroring)
  },
}
