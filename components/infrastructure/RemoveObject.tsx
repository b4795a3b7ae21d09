'use client'
import { useCommand } from '@/components/data/useCommand'
import { useText } from '@/components/i18n/useText'
import { ConfirmDialog } from '@/components/ui/ConfirmDialog'
import { removing, type ObjectKind } from './kinds'
import { infrastructureMessages } from './messages'
import type { InfrastructureObject } from './object'

interface Props {
  kind: ObjectKind
  object: InfrastructureObject
  onClose: () => void
  onRemoved: () => void
}

/** Asks before an empty object goes: what goes with it, counted, and what stays. */
export function RemoveObject({ kind, object, onClose, onRemoved }: Props) {
  const t = useText(infrastructureMessages)
  const { name } = object
  const remove = useCommand(() => removing[kind](object.id, object.generation), {
    failed: () => t('removeFailed', { name }),
    done: () => t('removed', { name }),
    onDone: onRemoved,
  })
  const hosts = object.hosts?.length ?? 0
  const stopped = (object.vmCount ?? 0) - (object.vmUpCount ?? 0)
  const goes = {
    datacenter: t('goesDatacenter'),
    cluster: t('goesCluster'),
    host: t('goesHost'),
    'storage-domain': t('goesStorageDomain', { count: hosts, path: object.path ?? '' }),
    network: t('goesNetwork', { count: hosts }),
    template: t('goesTemplate'),
  }
  return (
    <ConfirmDialog title={t('removeTitle', { kind, name })} confirmLabel={t('remove')} onConfirm={() => remove.mutate(undefined)} onClose={onClose}>
      <p>{goes[kind]}</p>
      {kind === 'host' && stopped > 0 ? <p>{t('goesHostVms', { count: stopped })}</p> : null}
      <p>{t('goesGrants')}</p>
    </ConfirmDialog>
  )
}
