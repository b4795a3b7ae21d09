import type { Hardware, Hypervisor } from '@/server/contract/hardware/hardware'
import { AppError } from '@/server/domain/error'

/** Where no host has it, such a machine could only be built as one of QEMU's. Errors: BAD_INPUT. */
export function refuseStratovirt({ hardware }: { hardware: Pick<Hardware, 'hypervisor'> }, name: string, offered: readonly Hypervisor[]): void {
  if (offered.includes(hardware.hypervisor)) return
  throw new AppError('BAD_INPUT', `Machine ${name} can't be of type StratoVirt: no host offers stratovirt:///system.`, {
    field: 'hardware', subject: { type: 'vm', name }, hint: 'Choose QEMU.', reason: { code: 'no_stratovirt', params: {} },
  })
}
