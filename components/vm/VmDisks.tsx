'use client'
import { useState } from 'react'
import type { DiskRow } from '@/server/contract/api/disk'
import type { Vm } from '@/server/contract/api/vm'
import { api } from '@/components/data/client'
import { diskSearchFields, useDiskColumns } from '@/components/disk/DiskList'
import { diskMessages } from '@/components/disk/messages'
import { useDiskActions } from '@/components/disk/useDiskActions'
import { commonMessages } from '@/components/i18n/common'
import { useText } from '@/components/i18n/useText'
import { ResourceList } from '@/components/shell/ResourceList'
import { ActionButton } from '@/components/ui/ActionButton'
import { EmptyList } from '@/components/ui/EmptyList'
import { later } from '@/components/ui/later'

const DiskDialog = later(() => import('./hardware/OptionsDialog').then(m => m.DiskDialog))
const NewDisk = later(() => import('@/components/disk/NewDisk').then(m => m.NewDisk))
const AttachDisk = later(() => import('@/components/disk/AttachDisk').then(m => m.AttachDisk))

/** The disks of a machine, and how it gets more. */
export function VmDisks({ vm }: { vm: Vm }) {
  const t = useText(diskMessages)
  const common = useText(commonMessages)
  const actions = useDiskActions()
  const columns = useDiskColumns('vm')
  const [open, setOpen] = useState<'create' | 'attach' | null>(null)
  const [editing, setEditing] = useState<string | null>(null)
  const close = () => setOpen(null)
  const state = vm.actions.disks
  const button = (id: 'create' | 'attach', label: string, variant: 'primary' | 'secondary') => (
    <ActionButton variant={variant} item={{ id, label, ...(state ? { state } : {}), onSelect: () => setOpen(id) }} />
  )
  const edit = ({ id }: DiskRow) => ({ id: 'edit', label: common('edit'), ...(vm.actions.edit ? { state: vm.actions.edit } : {}), onSelect: () => setEditing(id) })
  const edited = vm.disks.find(({ id }) => id === editing)
  const tools = <>{button('create', t('create'), 'primary')} {button('attach', t('attachExisting'), 'secondary')}</>
  return (
    <>
      <ResourceList
        id="disks-of-vm"
        label={common('disks')}
        columns={columns}
        defaultSort="target"
        searchFields={diskSearchFields}
        query={input => api.disk.list.queryOptions({ input })}
        within={`vm=${vm.id}`}
        nameOf={disk => disk.name}
        rowActions={disk => [edit(disk), ...actions.items(disk)]}
        tools={tools}
        empty={<EmptyList title={t('noDisksOfVm')} body={t('noDisksOfVmBody')} action={tools} />}
      />
      {actions.dialogs}
      {edited && <DiskDialog vm={vm} disk={edited} onClose={() => setEditing(null)} />}
      {open === 'create' && <NewDisk vm={vm} onClose={close} />}
      {open === 'attach' && <AttachDisk vm={vm} onClose={close} />}
    </>
  )
}
