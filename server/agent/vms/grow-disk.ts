import { AppError } from '@/server/domain/error'
import type { Agent, Caller } from '@/server/agent/agent'
import { imageInfo } from '@/server/agent/disks/qemu-img'
import { BlockResizeFlag } from '@/server/libvirt/flags'
import { onVm, present, requireState, subjectOf } from './on-vm'

const MiB = 1024 ** 2
/** A preallocated image is filled up first. */
const growMs = 600_000

/** The image grows through QEMU, which tells the guest. One that is as large already stays. Errors: WRONG_STATE, NOT_FOUND, STALE_GENERATION, LIBVIRT. */
export const growDisk = (agent: Agent, caller: Caller, call: { id: string; generation: number; path: string; sizeMiB: number }): Promise<{ sizeMiB: number }> =>
  onVm(agent, caller, call, 'grow a disk of', async ({ libvirt, reading }) => {
    const machine = present(reading, call.id)
    requireState(machine, ['running', 'paused'], 'given a larger disk')
    const disk = machine.view.disks.find(({ path }) => path === call.path)
    if (!disk) throw new AppError('NOT_FOUND', `The machine has no disk ${call.path}.`, { subject: subjectOf(call.id, machine.observation.name) })
    const size = async () => (await imageInfo(call.path, disk.format === 'raw' ? 'raw' : 'qcow2')).sizeBytes
    if ((await size()) < call.sizeMiB * MiB) {
      await libvirt.domain.blockResize({ uuid: call.id }, { disk: disk.target, size: call.sizeMiB * MiB, flags: BlockResizeFlag.BYTES }, { timeoutMs: growMs })
    }
    return { sizeMiB: Math.ceil((await size()) / MiB) }
  })
