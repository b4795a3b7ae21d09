'use client'
import type { Disk, Nic, Vm } from '@/server/contract/api/vm'
import { useText } from '@/components/i18n/useText'
import { diskOptions, nicOptions } from './groups/options'
import { HardwareDialog } from './HardwareDialog'
import { hardwareMessages } from './hardwareMessages'

/** How one disk is driven. */
export function DiskDialog({ vm, disk, onClose }: { vm: Vm; disk: Disk; onClose: () => void }) {
  const t = useText(hardwareMessages)
  return <HardwareDialog vm={vm} group={diskOptions(disk.id)} title={t('editDisk', { disk: disk.target, name: vm.name })} onClose={onClose} />
}

/** How one card is driven. */
export function NicDialog({ vm, nic, onClose }: { vm: Vm; nic: Nic; onClose: () => void }) {
  const t = useText(hardwareMessages)
  return <HardwareDialog vm={vm} group={nicOptions(nic.id)} title={t('editNic', { nic: nic.name, name: vm.name })} onClose={onClose} />
}
