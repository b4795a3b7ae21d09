'use client'
import { Checkbox } from '@patternfly/react-core'
import { useQueries } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { Disk, VmRow } from '@/server/contract/api/vm'
import { api } from '@/components/data/client'
import { useFormat } from '@/components/i18n/useFormat'
import { useText } from '@/components/i18n/useText'
import { vmMessages } from './messages'

/** Disk id → machine id. */
export type Kept = ReadonlyMap<string, string>

interface Props {
  vms: readonly VmRow[]
  kept: Kept
  onKeep: (kept: Kept) => void
  /** How many disks go; null = not known yet. */
  onCount: (doomed: number | null) => void
}

/** Which disks go when these machines are deleted, by name and size, and how many; each can be kept. */
export function DoomedDisks({ vms, kept, onKeep, onCount }: Props) {
  const t = useText(vmMessages)
  const f = useFormat()
  const answers = useQueries({ queries: vms.map(vm => api.vm.get.queryOptions({ input: { id: vm.id } })) })
  const pending = answers.some(answer => answer.isPending)
  const disks = answers.flatMap(({ data }) => data?.disks.map(disk => ({ ...disk, vm: { id: data.id, name: data.name } })) ?? [])
  const doomed = disks.filter(disk => !kept.has(disk.id))
  const count = pending ? null : doomed.length
  useEffect(() => onCount(count), [onCount, count])
  if (pending) return <p>{t('deleteLoading')}</p>
  const toggle = (disk: Disk & { vm: { id: string } }, goes: boolean): void => {
    const next = new Map(kept)
    if (goes) next.delete(disk.id)
    else next.set(disk.id, disk.vm.id)
    onKeep(next)
  }
  return (
    <>
      <p>{t('deleteDisks', { count: doomed.length, size: f.mib(doomed.reduce((sum, disk) => sum + disk.sizeMiB, 0)) })}</p>
      {disks.map(disk => (
        <Checkbox
          key={disk.id}
          id={`doomed-${disk.id}`}
          isChecked={!kept.has(disk.id)}
          onChange={(_, goes) => toggle(disk, goes)}
          label={t('diskOf', { disk: disk.name, size: f.mib(disk.sizeMiB), vm: disk.vm.name, domain: disk.storageDomain.name })}
        />
      ))}
      {disks.length > 0 && <p>{t('deleteChoose')}</p>}
      <p>{t('deleteKept')}</p>
    </>
  )
}
