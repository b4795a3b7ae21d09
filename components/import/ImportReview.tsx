'use client'
import { Bullseye, Button, Spinner } from '@patternfly/react-core'
import { useQuery } from '@tanstack/react-query'
import type { ImportSource } from '@/server/contract/api/import'
import type { Cluster } from '@/server/contract/api/infrastructure'
import { api } from '@/components/data/client'
import { asProblem } from '@/components/data/problem'
import { useText } from '@/components/i18n/useText'
import { ErrorState } from '@/components/ui/ErrorState'
import { ImportForm } from './ImportForm'
import { importMessages } from './messages'
import type { PlaceChoices } from './place'

interface Props {
  source: ImportSource
  choices: PlaceChoices
  cluster: Cluster
  onOther: () => void
}

/** Reads the chosen file; the form comes when all is known, so that no default changes under the reader's hands. */
export function ImportReview({ source, choices, cluster, onOther }: Props) {
  const t = useText(importMessages)
  const check = useQuery({ ...api.import.check.queryOptions({ input: source }), staleTime: Infinity, retry: false })
  const networks = useQuery(api.network.list.queryOptions({ input: { limit: 500 } }))
  const failed = [check, networks].find(query => query.isError && !query.data)
  const retry = () => {
    for (const query of [check, networks]) void query.refetch()
  }
  if (failed) {
    return (
      <>
        <Button variant="link" isInline onClick={onOther}>{t('other')}</Button>
        <ErrorState problem={asProblem(failed.error)} since={failed.errorUpdatedAt} onRetry={retry} />
      </>
    )
  }
  if (!check.data || !networks.data) return <Bullseye><Spinner aria-label={t('reading')} /></Bullseye>
  return <ImportForm source={source} proposed={check.data} choices={choices} cluster={cluster} networks={networks.data.items} onOther={onOther} />
}
