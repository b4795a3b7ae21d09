'use client'
import { client } from '@/components/data/client'
import { useCommand } from '@/components/data/useCommand'
import { commonMessages } from '@/components/i18n/common'
import { useText } from '@/components/i18n/useText'
import { ConfirmDialog } from '@/components/ui/ConfirmDialog'
import { migrationMessages } from './messages'

/** Asks before every machine of a host is moved to others. */
export function EvacuateHost({ host, onClose }: { host: { id: string; name: string }; onClose: () => void }) {
  const t = useText(migrationMessages)
  const common = useText(commonMessages)
  const evacuate = useCommand(() => client.migration.evacuate({ id: host.id }), {
    failed: () => t('evacuateFailed', { name: host.name }),
    done: ({ jobIds, left }) => t('evacuated', { count: jobIds.length, left: left.length }),
  })
  return (
    <ConfirmDialog
      title={t('evacuateTitle', { name: host.name })}
      confirmLabel={common('evacuate')}
      isDanger={false}
      onConfirm={() => evacuate.mutate(undefined)}
      onClose={onClose}
    >
      {t('evacuateBody')}
    </ConfirmDialog>
  )
}
