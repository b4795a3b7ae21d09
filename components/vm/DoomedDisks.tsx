'use client'
import { List, ListItem } from '@patternfly/react-core'
import { useQueries } from '@tanstack/react-query'
import type { VmRow } from '@/server/contract/api/vm'
import { api } from '@/components/data/client'
import { useFormat } from '@/components/i18n/useFormat'
import { useText } from '@/components/i18n/useText'
import { vmMessages } from './messages'

/** Which disks go when these machines are deleted, by name and size, and how many. */
export function DoomedDisks({ vms }: { vms: readonly VmRow[] }) {
  const t = useText(vmMessages)
  const f = useFormat()
  const answers = useQueries({ queries: vms.map(vm => api.vm.get.queryOptions({ input: { id: vm.id } })) })
  if (answers.some(answer => answer.isPending)) return <p>{t('deleteLoading')}</p>
  const disks = answers.flatMap(({ data }) => data?.disks.map(disk => ({ ...disk, vm: data.name })) ?? [])
  const total = disks.reduce((sum, disk) => sum + disk.sizeMiB, 0)
  return (
    <>
      <p>{t('deleteDisks', { count: disks.length, size: f.mib(total) })}</p>
      <List>
        {disks.map(disk => (
          <ListItem key={disk.id}>{t('diskOf', { disk: disk.name, size: f.mib(disk.sizeMiB), vm: disk.vm, domain: disk.storageDomain.name })}</ListItem>
        ))}
      </List>
      <p>{t('deleteKept')}</p>
    </>
  )
}
