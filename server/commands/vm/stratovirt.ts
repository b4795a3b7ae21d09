import type { Hardware } from '@/server/contract/hardware/hardware'
import { AppError } from '@/server/domain/error'

/** Agents speak to libvirt's QEMU driver alone: such a machine would be built as one of QEMU's. Errors: BAD_INPUT. */
export function refuseStratovirt({ hardware }: { hardware: Pick<Hardware, 'hypervisor'> }, name: string): void {
  if (hardware.hypervisor !== 'stratovirt') return
  throw new AppError('BAD_INPUT', `Machine ${name} can't be of type StratoVirt: no host offers stratovirt:///system.`, {
    field: 'hardware', subject: { type: 'vm', name }, hint: 'Choose QEMU.', reason: { code: 'no_stratovirt', params: {} },
  })
}
