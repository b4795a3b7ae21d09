'use client'
import { Content, Skeleton } from '@patternfly/react-core'
import { useQuery } from '@tanstack/react-query'
import { asPolicyName } from '@/server/domain/migration/policy'
import { api } from '@/components/data/client'
import { asProblem } from '@/components/data/problem'
import { useFormat } from '@/components/i18n/useFormat'
import { useText } from '@/components/i18n/useText'
import { ErrorState } from '@/components/ui/ErrorState'
import { SmallTable } from '@/components/ui/SmallTable'
import { migrationMessages } from './messages'

/** Where the machine has been moved, how long it took and how long it stood still. */
export function MigrationHistory({ vmId }: { vmId: string }) {
  const t = useText(migrationMessages)
  const f = useFormat()
  const query = useQuery(api.migration.list.queryOptions({ input: { id: vmId } }))
  if (query.isPending) return <Skeleton />
  if (query.error) return <ErrorState problem={asProblem(query.error)} since={query.errorUpdatedAt} onRetry={() => void query.refetch()} />
  if (query.data.items.length === 0) return <Content component="p">{t('none')}</Content>
  const ms = (value: number | null | undefined): string => (value === null || value === undefined ? '–' : t('ms', { value: f.number(value) }))
  return (
    <SmallTable
      label={t('history')}
      head={[t('started'), t('from'), t('to'), t('policy'), t('how'), t('outcome'), t('total'), t('downtime'), t('by')]}
      rows={query.data.items.map(({ id, startedAt, source, destination, policy, mode, tls, copied, state, error, stats, user }) => ({
        key: id,
        cells: [
          f.dateTime(startedAt), source.name, destination.name, asPolicyName(policy) ? t(policy as 'legacy') : policy,
          [t(mode), ...(mode === 'live' ? [t(tls ? 'encrypted' : 'plain')] : []), ...(copied.length > 0 ? [t('withDisks', { disks: f.list(copied) })] : [])].join(', '),
          [t(`state_${state}`), error].filter(Boolean).join(': '), ms(stats?.elapsedMs), ms(stats?.downtimeMs), user ?? '–',
        ],
      }))}
    />
  )
}
