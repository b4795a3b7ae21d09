'use client'
import type { Vm } from '@/server/contract/api/vm'
import { useText } from '@/components/i18n/useText'
import { Notice } from '@/components/ui/Notice'
import { SmallTable } from '@/components/ui/SmallTable'
import { vmDetailMessages } from '../detailMessages'
import { draftOf } from './draft'
import { pendingRows } from './pending'
import type { HardwareWords } from './useHardwareWords'

/** What the machine will have after its next start, beside what it has now. */
export function PendingChanges({ vm, words }: { vm: Vm; words: HardwareWords }) {
  const t = useText(vmDetailMessages)
  const rows = pendingRows(vm.pending, draftOf(vm), words)
  if (rows.length === 0) return null
  return (
    <Notice variant="info" title={t('pending')}>
      <p>{t('pendingBody')}</p>
      <SmallTable
        label={t('pendingTable')}
        head={[t('field'), t('runningValue'), t('nextValue')]}
        rows={rows.map(row => ({ key: row.field, cells: [row.label, <del>{row.running}</del>, <ins>{row.next}</ins>] }))}
      />
    </Notice>
  )
}
