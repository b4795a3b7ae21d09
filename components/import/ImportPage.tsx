'use client'
import { Bullseye, PageSection, Spinner } from '@patternfly/react-core'
import { useQuery } from '@tanstack/react-query'
import { api } from '@/components/data/client'
import { asProblem } from '@/components/data/problem'
import { commonMessages } from '@/components/i18n/common'
import { useText } from '@/components/i18n/useText'
import { Crumbs } from '@/components/shell/Crumbs'
import { PageTitle } from '@/components/shell/PageTitle'
import { ErrorState } from '@/components/ui/ErrorState'
import { later } from '@/components/ui/later'
import { importMessages } from './messages'

const ImportFromPlace = later(() => import('./ImportFromPlace').then(m => m.ImportFromPlace))

const all = { input: { limit: 500 } }

/** From a file in a storage domain to a machine: where, which file, what it becomes. */
export function ImportPage() {
  const t = useText(importMessages)
  const common = useText(commonMessages)
  const clusters = useQuery(api.cluster.list.queryOptions(all))
  const hosts = useQuery(api.host.list.queryOptions(all))
  const domains = useQuery(api.storageDomain.list.queryOptions(all))
  const failed = [clusters, hosts, domains].find(query => query.isError && !query.data)
  const choices = clusters.data && hosts.data && domains.data && { clusters: clusters.data.items, hosts: hosts.data.items, domains: domains.data.items }
  const retry = (): void => {
    for (const query of [clusters, hosts, domains]) void query.refetch()
  }
  return (
    <>
      <Crumbs crumbs={[{ label: common('vms'), path: '/vms' }, { label: t('title') }]} />
      <PageTitle title={t('title')} />
      <PageSection hasBodyWrapper={false} isFilled>
        {failed ? (
          <ErrorState problem={asProblem(failed.error)} since={failed.errorUpdatedAt} onRetry={retry} />
        ) : choices ? (
          choices.clusters.length === 0 ? t('noCluster') : <ImportFromPlace choices={choices} />
        ) : (
          <Bullseye><Spinner aria-label={t('loading')} /></Bullseye>
        )}
      </PageSection>
    </>
  )
}
