'use client'
import { Fragment } from 'react'
import { useText } from '@/components/i18n/useText'
import { RefLink } from '@/components/shell/ObjectLink'
import { infrastructureMessages } from './messages'

/** The clusters that a network or storage domain is attached to; null = all of its datacenter. */
export function AttachedClusters({ clusters }: { clusters: readonly { id: string; name: string }[] | null }) {
  const t = useText(infrastructureMessages)
  if (clusters === null) return <>{t('allClusters')}</>
  if (clusters.length === 0) return <>{t('noCluster')}</>
  return clusters.map((cluster, i) => (
    <Fragment key={cluster.id}>
      {i > 0 ? ', ' : null}
      <RefLink type="cluster" to={cluster} />
    </Fragment>
  ))
}
