'use client'
import { useQuery } from '@tanstack/react-query'
import type { DiskDetail } from '@/server/contract/api/disk'
import { api } from '@/components/data/client'
import { commonMessages } from '@/components/i18n/common'
import { useFormat } from '@/components/i18n/useFormat'
import { useText } from '@/components/i18n/useText'
import { useWords } from '@/components/i18n/useWords'
import { DetailPage } from '@/components/shell/DetailPage'
import { ObjectLink, RefLink } from '@/components/shell/ObjectLink'
import { EventsOf } from '@/components/shell/tabs'
import { CardGrid, FactsCard, InfoCard } from '@/components/ui/Facts'
import { Notice } from '@/components/ui/Notice'
import { SmallTable } from '@/components/ui/SmallTable'
import { Tag } from '@/components/ui/Tag'
import { ChainCard } from './ChainCard'
import { CheckCard } from './CheckCard'
import { detailMessages } from './detailMessages'
import { diskMessages } from './messages'
import { useDiskActions } from './useDiskActions'
import { useFormatOf } from './useFormatOf'

function Users({ disk }: { disk: DiskDetail }) {
  const t = useText(diskMessages)
  const d = useText(detailMessages)
  const { users, storageDomain } = disk
  if (users.length === 0) return <>{d('noUsers', { domain: storageDomain.name })}</>
  return (
    <SmallTable
      label={d('users')}
      head={[t('machine'), t('target'), t('bus'), d('access')]}
      rows={users.map(({ disk: id, vm, target, bus, readOnly }) => ({
        key: id, cells: [<RefLink key="v" type="vm" to={vm} />, target, bus, d(readOnly ? 'reads' : 'writes')],
      }))}
    />
  )
}

function Summary({ disk }: { disk: DiskDetail }) {
  const t = useText(diskMessages)
  const d = useText(detailMessages)
  const common = useText(commonMessages)
  const f = useFormat()
  const formatOf = useFormatOf()
  const { options, allocatedMiB, sizeMiB } = disk
  const share = allocatedMiB === null ? null : (allocatedMiB / sizeMiB) * 100
  return (
    <CardGrid wide>
      <FactsCard
        title={d('details')}
        facts={[
          [t('size'), f.mib(sizeMiB)],
          [t('allocated'), share === null ? null : d('allocatedShare', { size: f.mib(allocatedMiB), percent: f.percent(share) })],
          [t('format'), formatOf(disk)],
          [common('storageDomain'), <RefLink key="s" type="storage-domain" to={disk.storageDomain} />],
          [common('datacenter'), <RefLink key="d" type="datacenter" to={disk.datacenter} />],
          [t('path'), <code key="p">{disk.path}</code>],
          [t('cache'), options.cache],
          [d('discardFact'), d(options.discard === 'unmap' ? 'discardOn' : 'discardOff')],
          [d('serial'), options.serial || d('serialOwn', { id: disk.id })],
          [t('created'), f.dateTime(disk.createdAt)],
          [d('id'), <code key="id">{disk.id}</code>],
        ]}
      />
      <ChainCard disk={disk} />
      <InfoCard title={d('users')}>
        <Users disk={disk} />
      </InfoCard>
      <CheckCard disk={disk} />
    </CardGrid>
  )
}

/** One disk: what it is made of, who has it, what can be done to it. */
export function DiskDetailPage({ id }: { id: string }) {
  const t = useText(diskMessages)
  const d = useText(detailMessages)
  const common = useText(commonMessages)
  const words = useWords()
  const actions = useDiskActions()
  const query = useQuery(api.disk.get.queryOptions({ input: { id } }))
  return (
    <DetailPage
      query={query}
      list={{ label: common('disks'), path: '/disks' }}
      nameOf={disk => disk.name}
      beside={({ vm, options }) => (
        <>
          {!vm && <Tag>{t('floating')}</Tag>} {options.shareable && <Tag>{t('shareable')}</Tag>}
        </>
      )}
      actions={actions.items}
      notes={({ job }) => job && <Notice variant="info" title={<ObjectLink type="job" id={job.id} name={d('working', { job: words.jobKind(job.kind) })} />} />}
      tabs={() => [
        { id: 'summary', label: common('summary'), render: disk => <Summary disk={disk} /> },
        { id: 'events', label: common('events'), render: () => <EventsOf id={id} /> },
      ]}
      dialogs={actions.dialogs}
    />
  )
}
