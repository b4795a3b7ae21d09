'use client'
import { useState } from 'react'
import type { VmRow } from '@/server/contract/api/vm'
import { useFormat } from '@/components/i18n/useFormat'
import { useText } from '@/components/i18n/useText'
import { ConfirmDialog } from '@/components/ui/ConfirmDialog'
import type { VmAction } from './actionTable'
import { DoomedDisks, type Kept } from './DoomedDisks'
import { vmMessages } from './messages'

interface Props {
  action: VmAction
  vms: readonly VmRow[]
  /** `keep` = disks that stay when the machine is deleted. */
  onConfirm: (keep: Kept) => void
  onClose: () => void
}

const asked = (name: VmAction['name']) => {
  if (name === 'reset') return ['confirmReset', 'resetBody'] as const
  return name === 'discardSaved' ? (['confirmDiscard', 'discardBody'] as const) : (['confirmPoweroff', 'poweroffBody'] as const)
}

/** Asks before what can't be undone. The name is typed only where data dies; for several machines, their number. */
export function ConfirmVmAction({ action, vms, onConfirm, onClose }: Props) {
  const t = useText(vmMessages)
  const f = useFormat()
  const [kept, setKept] = useState<Kept>(new Map())
  const [doomed, setDoomed] = useState<number | null>(null)
  const names = f.list(vms.map(vm => vm.name))
  const values = { count: vms.length, names }
  if (action.name === 'delete') {
    return (
      <ConfirmDialog
        title={t('confirmDelete', values)}
        confirmLabel={t('delete')}
        {...(doomed === 0 ? {} : { typeName: vms.length === 1 ? names : String(vms.length) })}
        onConfirm={() => onConfirm(kept)}
        onClose={onClose}
      >
        <DoomedDisks vms={vms} kept={kept} onKeep={setKept} onCount={setDoomed} />
      </ConfirmDialog>
    )
  }
  const [title, body] = asked(action.name)
  return (
    <ConfirmDialog title={t(title, values)} confirmLabel={t(action.name)} onConfirm={() => onConfirm(kept)} onClose={onClose}>
      {t(body, { names })}
    </ConfirmDialog>
  )
}
