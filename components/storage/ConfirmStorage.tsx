'use client'
import type { StorageDomain } from '@/server/contract/api/storage-domain'
import { useText } from '@/components/i18n/useText'
import { ConfirmDialog } from '@/components/ui/ConfirmDialog'
import { storageMessages } from './messages'
import type { Asked } from './useStorageActions'

interface Props {
  what: Asked
  domain: StorageDomain
  onConfirm: () => void
  onClose: () => void
}

/** Says who lets go, and what can't be started meanwhile; or what is gone for good, and asks for the name. */
export function ConfirmStorage({ what, domain, onConfirm, onClose }: Props) {
  const t = useText(storageMessages)
  const { name, path, hosts, vmCount, diskCount } = domain
  if (what === 'maintenance') {
    return (
      <ConfirmDialog title={t('maintenanceTitle', { name })} confirmLabel={t('maintenance')} isDanger={false} onConfirm={onConfirm} onClose={onClose}>
        {t('maintenanceBody', { count: hosts.length, vms: vmCount })}
      </ConfirmDialog>
    )
  }
  return (
    <ConfirmDialog title={t('formatTitle', { name })} confirmLabel={t('format')} typeName={name} onConfirm={onConfirm} onClose={onClose}>
      {t('formatBody', { path, count: diskCount })}
    </ConfirmDialog>
  )
}
