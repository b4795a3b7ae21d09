'use client'
import { Content, Skeleton } from '@patternfly/react-core'
import { useQuery } from '@tanstack/react-query'
import type { DiskChainView, DiskDetail } from '@/server/contract/api/disk'
import { chainCost } from '@/server/domain/disk/chain'
import { api } from '@/components/data/client'
import { asProblem } from '@/components/data/problem'
import { commonMessages } from '@/components/i18n/common'
import { useFormat } from '@/components/i18n/useFormat'
import { useText } from '@/components/i18n/useText'
import { useWords } from '@/components/i18n/useWords'
import { InfoCard } from '@/components/ui/Facts'
import { Notice } from '@/components/ui/Notice'
import { ChainTree } from './ChainTree'
import { detailMessages } from './detailMessages'

function Cost({ chain }: { chain: DiskChainView }) {
  const t = useText(detailMessages)
  const f = useFormat()
  const { depth, ownMiB, belowMiB, flatMiB } = chainCost(chain)
  return (
    <Content component="p">
      {depth === 1 ? t('costOne') : t('costChain', { depth, own: f.mib(ownMiB), below: f.mib(belowMiB), flat: f.mib(flatMiB) })}
      {chain.template && ` ${t('leaning', { disks: chain.template.disks, name: chain.template.name })}`}
    </Content>
  )
}

/** What the disk is made of, asked of a host when the page opens and when the disk changes. */
export function ChainCard({ disk }: { disk: DiskDetail }) {
  const t = useText(detailMessages)
  const common = useText(commonMessages)
  const words = useWords()
  const { data: chain, error } = useQuery(api.disk.chain.queryOptions({ input: { id: disk.id }, retry: false }))
  const known = new Set(disk.users.map(({ vm }) => vm.id))
  const strangers = chain?.holders.filter(({ id }) => !known.has(id)) ?? []
  return (
    <InfoCard title={t('chain')}>
      {error && <Notice variant="warning" title={t('chainFailed', { why: words.problem(asProblem(error)) })} />}
      {!chain && !error && <Skeleton width="60%" screenreaderText={common('loading')} />}
      {chain && (
        <>
          {strangers.length > 0 && <Notice variant="warning" title={t('strangers', { host: chain.host.name, names: strangers.map(({ name }) => name).join(', ') })} />}
          <ChainTree chain={chain} />
          {chain.end === 'whole' ? <Cost chain={chain} /> : <Notice variant="danger" title={t(`end_${chain.end}`, { next: chain.next ?? '' })} />}
          <Content component="small">{t('chainOn', { host: chain.host.name })}</Content>
        </>
      )}
    </InfoCard>
  )
}
