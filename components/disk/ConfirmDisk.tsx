'use client'
import { Content } from '@patternfly/react-core'
import type { DiskRow } from '@/server/contract/api/disk'
import { useFormat } from '@/components/i18n/useFormat'
import { useText } from '@/components/i18n/useText'
import { ConfirmDialog } from '@/components/ui/ConfirmDialog'
import { diskMessages } from './messages'

interface Props {
  action: 'detach' | 'delete'
  disk: DiskRow
  onConfirm: () => void
  onClose: () => void
}

/** Says what is gone, or that nothing is. */
export function ConfirmDisk({ action, disk, onConfirm, onClose }: Props) {
  const t = useText(diskMessages)
  const f = useFormat()
  const { name, vm, storageDomain, sizeMiB, options } = disk
  if (action === 'detach') {
    return (
      <ConfirmDialog title={t('detachTitle', { disk: name, vm: vm?.name ?? '' })} confirmLabel={t('detach')} isDanger={false} onConfirm={onConfirm} onClose={onClose}>
        {t('detachBody', { domain: storageDomain.name })}
      </ConfirmDialog>
    )
  }
  return (
    <ConfirmDialog title={t('deleteTitle', { disk: name })} confirmLabel={t('delete')} typeName={name} onConfirm={onConfirm} onClose={onClose}>
      <Content component="p">{t('deleteBody', { size: f.mib(sizeMiB), domain: storageDomain.name })}</Content>
      {vm && <Content component="p">{t('deleteOfVm', { vm: vm.name })}</Content>}
      {options.shareable && <Content component="p">{t('deleteShared')}</Content>}
    </ConfirmDialog>
  )
}
