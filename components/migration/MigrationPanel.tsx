'use client'
import { Alert, Button, Flex, Progress } from '@patternfly/react-core'
import { useState } from 'react'
import type { Migration } from '@/server/contract/api/migration'
import type { Vm } from '@/server/contract/api/vm'
import { client } from '@/components/data/client'
import { useCommand } from '@/components/data/useCommand'
import { splitBytes } from '@/components/i18n/size'
import { useFormat } from '@/components/i18n/useFormat'
import { useText } from '@/components/i18n/useText'
import { later } from '@/components/ui/later'
import { migrationMessages } from './messages'

const LimitsDialog = later(() => import('./LimitsDialog').then(m => m.LimitsDialog))

/** Above the tabs while a machine moves: how far it is, and what can be done about it. */
export function MigrationPanel({ vm, migration }: { vm: Vm; migration: Migration }) {
  const t = useText(migrationMessages)
  const f = useFormat()
  const [asking, setAsking] = useState(false)
  const failed = { failed: () => t('failed', { name: vm.name }) }
  const cancel = useCommand((id: string) => client.job.cancel({ id }), failed)
  const postCopy = useCommand((id: string) => client.migration.postCopy({ id }), failed)
  const { stats, destination, progress } = migration
  const bytes = (value: number): string => {
    const { amount, unit } = splitBytes(value)
    return `${f.number(amount, 1)} ${unit}`
  }
  return (
    <Alert isInline variant="info" title={t('running', { host: destination.name })}>
      <Progress value={Math.round(progress * 100)} aria-label={t('progress', { name: vm.name })} size="sm" />
      {stats && (
        <p>
          {t('figures', {
            done: bytes(stats.processedBytes),
            total: bytes(stats.totalBytes),
            left: bytes(stats.remainingBytes),
            rate: f.bytesPerSecond(stats.bytesPerSecond),
            dirty: f.bytesPerSecond(stats.dirtyBytesPerSecond),
            iteration: stats.iteration,
            downtime: stats.expectedDowntimeMs === null ? '–' : t('ms', { value: f.number(stats.expectedDowntimeMs) }),
          })}
        </p>
      )}
      <Flex>
        <Button variant="secondary" size="sm" isLoading={cancel.isPending} onClick={() => cancel.mutate(migration.id)}>{t('cancel')}</Button>
        <Button variant="link" size="sm" onClick={() => setAsking(true)}>{t('limits')}</Button>
        {migration.policy === 'post_copy' && stats?.postCopy === false && (
          <Button variant="link" size="sm" isLoading={postCopy.isPending} onClick={() => postCopy.mutate(vm.id)}>{t('postCopyNow')}</Button>
        )}
      </Flex>
      {asking && <LimitsDialog vmId={vm.id} migration={migration} onClose={() => setAsking(false)} />}
    </Alert>
  )
}
