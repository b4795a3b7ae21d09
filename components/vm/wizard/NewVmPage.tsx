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
import { vmFormMessages } from '../formMessages'

const NewVmWizard = later(() => import('./NewVmWizard').then(m => m.NewVmWizard))

/** The form comes when its choices are there: a default must not change under the reader's hands. */
export function NewVmPage() {
  const t = useText(vmFormMessages)
  const common = useText(commonMessages)
  const all = { input: { limit: 500 } }
  const clusters = useQuery(api.cluster.list.queryOptions(all))
  const templates = useQuery(api.template.list.queryOptions(all))
  const networks = useQuery(api.network.list.queryOptions(all))
  const storageDomains = useQuery(api.storageDomain.list.queryOptions(all))
  const failed = [clusters, templates, networks, storageDomains].find(query => query.isError && !query.data)
  const choices =
    clusters.data && templates.data && networks.data && storageDomains.data && {
      clusters: clusters.data.items, templates: templates.data.items, networks: networks.data.items, storageDomains: storageDomains.data.items,
    }
  const retry = (): void => {
    for (const query of [clusters, templates, networks, storageDomains]) void query.refetch()
  }
  return (
    <>
      <Crumbs crumbs={[{ label: common('vms'), path: '/vms' }, { label: t('newTitle') }]} />
      <PageTitle title={t('newTitle')} />
      <PageSection hasBodyWrapper={false} isFilled isWidthLimited>
        {failed ? (
          <ErrorState problem={asProblem(failed.error)} since={failed.errorUpdatedAt} onRetry={retry} />
        ) : choices ? (
          choices.clusters.length === 0 ? t('noCluster') : <NewVmWizard choices={choices} />
        ) : (
          <Bullseye><Spinner aria-label={t('loading')} /></Bullseye>
        )}
      </PageSection>
    </>
  )
}
