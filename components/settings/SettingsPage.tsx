'use client'
import { useState } from 'react'
import { Content, PageSection, Skeleton } from '@patternfly/react-core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { api, client } from '@/components/data/client'
import { asProblem } from '@/components/data/problem'
import { useCommand } from '@/components/data/useCommand'
import { useMay } from '@/components/data/useSession'
import { commonMessages } from '@/components/i18n/common'
import { useText } from '@/components/i18n/useText'
import { PageTitle } from '@/components/shell/PageTitle'
import { ActionButton } from '@/components/ui/ActionButton'
import { ErrorState } from '@/components/ui/ErrorState'
import { CardGrid, Facts, InfoCard } from '@/components/ui/Facts'
import { later } from '@/components/ui/later'
import { settingsMessages } from './messages'

const ConfirmDialog = later(() => import('@/components/ui/ConfirmDialog').then(m => m.ConfirmDialog))

/** What holds for the whole installation. */
export function SettingsPage() {
  const t = useText(settingsMessages)
  const common = useText(commonMessages)
  const { data, error, errorUpdatedAt, refetch } = useQuery(api.system.settings.queryOptions())
  return (
    <>
      <PageTitle title={common('settings')} description={t('intro')} />
      <PageSection hasBodyWrapper={false}>
        {data ? (
          <CardGrid wide>
            <Downloads allowed={data.fetchPrivateAddresses} />
          </CardGrid>
        ) : error ? (
          <ErrorState problem={asProblem(error)} since={errorUpdatedAt} onRetry={() => void refetch()} />
        ) : (
          <Skeleton height="8rem" screenreaderText={common('loading')} />
        )}
      </PageSection>
    </>
  )
}

function Downloads({ allowed }: { allowed: boolean }) {
  const t = useText(settingsMessages)
  const queries = useQueryClient()
  const [asking, setAsking] = useState(false)
  const state = useMay('settings.update', 'system')
  const set = useCommand((fetchPrivateAddresses: boolean) => client.system.setSettings({ fetchPrivateAddresses }), {
    failed: () => t('failed'),
    onDone: settings => queries.setQueryData(api.system.settings.queryKey(), settings),
  })
  const item = allowed
    ? { id: 'refuse', label: t('refuse'), state, onSelect: () => set.mutate(false) }
    : { id: 'allow', label: t('allow'), state, onSelect: () => setAsking(true) }
  return (
    <InfoCard title={t('downloads')} foot={<ActionButton item={item} variant="secondary" />}>
      <Content component="p">{t('downloadsBody')}</Content>
      <Facts facts={[[t('privateAddresses'), t(allowed ? 'allowed' : 'refused')]]} />
      {asking && (
        <ConfirmDialog title={t('allowTitle')} confirmLabel={t('allow')} onConfirm={() => set.mutate(true)} onClose={() => setAsking(false)}>
          {t('allowBody')}
        </ConfirmDialog>
      )}
    </InfoCard>
  )
}
