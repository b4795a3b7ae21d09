'use client'
import { Label } from '@patternfly/react-core'
import type { DiskRow } from '@/server/contract/api/disk'
import { api } from '@/components/data/client'
import { commonMessages } from '@/components/i18n/common'
import { useFormat } from '@/components/i18n/useFormat'
import { useText } from '@/components/i18n/useText'
import { RefLink } from '@/components/shell/ObjectLink'
import { ResourceList } from '@/components/shell/ResourceList'
import { EmptyList } from '@/components/ui/EmptyList'
import type { Column } from '@/components/ui/table'
import { storageMessages } from './messages'

const searchFields = [{ name: 'name' }, { name: 'vm' }, { name: 'floating', values: ['true', 'false'] }, { name: 'size' }]

/** The disks in a storage domain: of machines, and floating ones, which outlived theirs. */
export function DiskList({ within }: { within: string }) {
  const t = useText(storageMessages)
  const common = useText(commonMessages)
  const f = useFormat()
  const columns: Column<DiskRow>[] = [
    { id: 'name', label: common('name'), sortField: 'name', fixed: true, render: disk => disk.name },
    { id: 'vm', label: t('machine'), render: disk => (disk.vm ? <RefLink type="vm" to={disk.vm} /> : <Label isCompact variant="outline">{t('floating')}</Label>) },
    { id: 'size', label: t('diskSize'), sortField: 'sizeMiB', numeric: true, render: disk => f.mib(disk.sizeMiB) },
    { id: 'allocated', label: t('allocated'), numeric: true, render: disk => f.mib(disk.allocatedMiB) },
    { id: 'format', label: t('format'), render: disk => disk.format },
    { id: 'path', label: t('path'), hidden: true, render: disk => <code>{disk.path}</code> },
    { id: 'createdAt', label: t('created'), sortField: 'createdAt', hidden: true, render: disk => f.dateTime(disk.createdAt) },
  ]
  return (
    <ResourceList
      id="disks-within"
      label={common('disks')}
      columns={columns}
      defaultSort="name"
      searchFields={searchFields}
      query={input => api.disk.list.queryOptions({ input })}
      within={within}
      nameOf={disk => disk.name}
      empty={<EmptyList title={t('noDisks')} body={t('noDisksBody')} />}
    />
  )
}
