'use client'
import type { StorageDomain } from '@/server/contract/api/storage-domain'
import { useText } from '@/components/i18n/useText'
import { ConfirmDialog } from '@/components/ui/ConfirmDialog'
import { importMessages } from './importMessages'
import { storageMessages } from './messages'
import type { Asked } from './useStorageActions'

interface Props {
  what: Asked
  domain: StorageDomain
  onConfirm: () => void
  onClose: () => void
}

/** Says who lets go, what leaves with it, or what is gone for good; the name is typed where data dies or is forgotten. */
export function ConfirmStorage({ what, domain, onConfirm, onClose }: Props) {
  const t = useText(storageMessages)
  const i = useText(importMessages)
  const { name, path, hosts, datacenter, vmCount: vms, diskCount, templateCount } = domain
  const common = { onConfirm, onClose }
  if (what === 'maintenance') {
    return (
      <ConfirmDialog title={t('maintenanceTitle', { name })} confirmLabel={t('maintenance')} isDanger={false} {...common}>
        {t('maintenanceBody', { count: hosts.length, vms })}
      </ConfirmDialog>
    )
  }
  if (what === 'detach') {
    return (
      <ConfirmDialog title={i('detachTitle', { name, datacenter: datacenter?.name ?? '' })} confirmLabel={i('detach')} {...common}>
        {i('detachBody', { vms })}
      </ConfirmDialog>
    )
  }
  if (what === 'destroy') {
    return (
      <ConfirmDialog title={i('destroyTitle', { name })} confirmLabel={i('destroy')} typeName={name} {...common}>
        {i('destroyBody', { vms, disks: diskCount, templates: templateCount })}
      </ConfirmDialog>
    )
  }
  return (
    <ConfirmDialog title={t('formatTitle', { name })} confirmLabel={t('format')} typeName={name} {...common}>
      {t('formatBody', { path, count: diskCount })}
    </ConfirmDialog>
  )
}
