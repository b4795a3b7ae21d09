'use client'
import type { ReactNode } from 'react'
import type { DiskRow } from '@/server/contract/api/disk'
import { api } from '@/components/data/client'
import { commonMessages } from '@/components/i18n/common'
import { useFormat } from '@/components/i18n/useFormat'
import { useText } from '@/components/i18n/useText'
import { useWords } from '@/components/i18n/useWords'
import { ObjectLink, RefLink } from '@/components/shell/ObjectLink'
import { ResourceList } from '@/components/shell/ResourceList'
import { EmptyList } from '@/components/ui/EmptyList'
import { Tag } from '@/components/ui/Tag'
import type { Column } from '@/components/ui/table'
import { diskMessages } from './messages'
import { useDiskActions } from './useDiskActions'
import { useFormatOf } from './useFormatOf'

export const diskSearchFields = [
  { name: 'name' }, { name: 'vm' }, { name: 'floating', values: ['true', 'false'] }, { name: 'shareable', values: ['true', 'false'] },
  { name: 'storagedomain' }, { name: 'format', values: ['qcow2', 'raw'] }, { name: 'size' },
]

/** Columns of disks; `of` leaves out what all of them have in common. */
export function useDiskColumns(of: 'all' | 'domain' | 'vm'): Column<DiskRow>[] {
  const t = useText(diskMessages)
  const common = useText(commonMessages)
  const words = useWords()
  const f = useFormat()
  const formatOf = useFormatOf()
  const machine = (disk: DiskRow): ReactNode => (disk.vm ? <RefLink type="vm" to={disk.vm} /> : <Tag>{t('floating')}</Tag>)
  const name = ({ id, name: called, options, job }: DiskRow): ReactNode => (
    <>
      <ObjectLink type="disk" id={id} name={called} /> {options.shareable && <Tag>{t('shareable')}</Tag>} {job && <Tag>{t('busy', { job: words.jobKind(job.kind) })}</Tag>}
    </>
  )
  const columns: Column<DiskRow>[] = [
    { id: 'name', label: common('name'), sortField: 'name', fixed: true, render: name },
    { id: 'target', label: t('target'), sortField: 'target', hidden: of !== 'vm', render: disk => disk.target || '–' },
    { id: 'vm', label: t('machine'), render: machine },
    { id: 'size', label: t('size'), sortField: 'sizeMiB', numeric: true, render: disk => f.mib(disk.sizeMiB) },
    { id: 'allocated', label: t('allocated'), numeric: true, render: disk => f.mib(disk.allocatedMiB) },
    { id: 'format', label: t('format'), render: formatOf },
    { id: 'bus', label: t('bus'), hidden: of !== 'vm', render: disk => disk.bus },
    { id: 'cache', label: t('cache'), hidden: true, render: disk => disk.options.cache },
    { id: 'domain', label: common('storageDomain'), render: disk => <RefLink type="storage-domain" to={disk.storageDomain} /> },
    { id: 'path', label: t('path'), hidden: true, render: disk => <code>{disk.path}</code> },
    { id: 'createdAt', label: t('created'), sortField: 'createdAt', hidden: true, render: disk => f.dateTime(disk.createdAt) },
  ]
  return columns.filter(({ id }) => (of === 'vm' ? id !== 'vm' : of === 'domain' ? id !== 'domain' : true))
}

/** The disks in a storage domain: of machines, and floating ones. */
export function DiskList({ within }: { within: string }) {
  const t = useText(diskMessages)
  const common = useText(commonMessages)
  const actions = useDiskActions()
  const columns = useDiskColumns('domain')
  return (
    <>
      <ResourceList
        id="disks-within"
        label={common('disks')}
        columns={columns}
        defaultSort="name"
        searchFields={diskSearchFields}
        query={input => api.disk.list.queryOptions({ input })}
        within={within}
        nameOf={disk => disk.name}
        rowActions={actions.items}
        empty={<EmptyList title={t('noDisksHere')} body={t('noDisksHereBody')} />}
      />
      {actions.dialogs}
    </>
  )
}
