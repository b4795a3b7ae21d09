'use client'
import { useRouter } from 'next/navigation'
import { useState, type ReactNode } from 'react'
import TagIcon from '@patternfly/react-icons/dist/dynamic/icons/tag-icon'
import type { VmRow } from '@/server/contract/api/vm'
import type { BulkAction } from '@/server/contract/api/bulk'
import { client } from '@/components/data/client'
import { useCommand } from '@/components/data/useCommand'
import { useText } from '@/components/i18n/useText'
import { bulkState, type ActionItem } from '@/components/ui/action'
import { later } from '@/components/ui/later'
import { isBulkAction, vmActions, type VmAction } from './actionTable'
import { vmMessages } from './messages'

const ConfirmVmAction = later(() => import('./ConfirmVmAction').then(m => m.ConfirmVmAction))
const MigrateDialog = later(() => import('@/components/migration/MigrateDialog').then(m => m.MigrateDialog))
const CloneVm = later(() => import('./CloneVm').then(m => m.CloneVm))
const RunOnce = later(() => import('./RunOnce').then(m => m.RunOnce))
const BulkTags = later(() => import('./BulkTags').then(m => m.BulkTags))
const EditVm = later(() => import('./EditVm').then(m => m.EditVm))

interface Options {
  /** Where the console opens; the page of the machine when left out. */
  onConsole?: (vm: VmRow) => void
}

interface VmActions {
  items: (vm: VmRow) => readonly ActionItem[]
  /** For several machines: done to those that allow it. */
  bulk: (vms: readonly VmRow[]) => readonly ActionItem[]
  /** What the actions open; put it once on the page. */
  dialogs: ReactNode
}

const bulkTags = (vms: readonly VmRow[]): Pick<ActionItem, 'state'> => ({ state: bulkState(vms, vm => vm.actions.edit).state })

/** All that can be done to machines, for detail page, row menu and bulk bar alike. */
export function useVmActions({ onConsole }: Options = {}): VmActions {
  const t = useText(vmMessages)
  const router = useRouter()
  const [tagging, setTagging] = useState<readonly VmRow[] | null>(null)
  const [asking, setAsking] = useState<{ action: VmAction; vms: readonly VmRow[] } | null>(null)
  const command = useCommand(
    ({ vm, call, keep }: { vm: VmRow; action: VmAction; call: NonNullable<VmAction['call']>; keep: readonly string[] }) => call(vm.id, keep),
    { failed: ({ vm, action }) => t('actionFailed', { name: vm.name, action: t(action.name) }) },
  )
  const many = useCommand(
    ({ action, vms, keep }: { action: BulkAction; vms: readonly VmRow[]; keep: readonly string[] }) =>
      client.vm.bulk({ ids: vms.map(({ id }) => id), action, options: { keep: [...keep] } }, { context: { idempotencyKey: crypto.randomUUID() } }),
    { failed: ({ action, vms }) => t('actionFailed', { name: t('machines', { count: vms.length }), action: t(action) }) },
  )
  const close = (): void => setAsking(null)
  const run = (action: VmAction, vms: readonly VmRow[], kept: ReadonlyMap<string, string> = new Map()): void => {
    const { call, name } = action
    // Queued on the manager: this tab may be closed meanwhile.
    if (vms.length > 1 && isBulkAction(name)) many.mutate({ action: name, vms, keep: [...kept.keys()] })
    else if (call) for (const vm of vms) command.mutate({ vm, action, call, keep: [...kept].flatMap(([disk, of]) => (of === vm.id ? [disk] : [])) })
  }
  const select = (action: VmAction, vms: readonly VmRow[]): void => {
    const [vm] = vms
    if (!vm) return
    // Several at once go where Atrium finds room; one is asked about.
    if (action.how === 'call' || (action.how === 'migrate' && vms.length > 1)) run(action, vms)
    else if (action.how !== 'console') setAsking({ action, vms })
    else if (onConsole) onConsole(vm)
    else router.push(`/vms/${vm.id}?tab=console`)
  }
  const item = (action: VmAction, vms: readonly VmRow[], rest: Pick<ActionItem, 'label' | 'state'>): ActionItem => ({
    id: action.name,
    icon: action.icon,
    danger: action.danger ?? false,
    onSelect: () => select(action, vms),
    ...rest,
  })

  return {
    items: vm =>
      vmActions
        .filter(action => !action.onlyExternal || vm.external)
        .map(action => ({ ...item(action, [vm], { label: t(action.name), state: vm.actions[action.name] }), primary: action.primary ?? false })),
    bulk: vms => [
      ...vmActions
        .filter(action => action.bulk)
        .map(action => {
          const { applies, state } = bulkState(vms, vm => vm.actions[action.name])
          const all = applies.length === vms.length || applies.length === 0
          const label = all ? t(action.name) : t('selectedAll', { action: t(action.name), count: applies.length })
          return { ...item(action, applies, { label, state }), primary: action.primary === true }
        }),
      { id: 'tags', label: t('tagMany'), icon: <TagIcon />, ...bulkTags(vms), onSelect: () => setTagging(vms) },
    ],
    dialogs: tagging ? <BulkTags vms={tagging} onClose={() => setTagging(null)} /> : asking && (
      asking.action.how === 'edit' && asking.vms[0]
        ? <EditVm id={asking.vms[0].id} onClose={close} />
        : asking.action.how === 'clone' && asking.vms[0]
        ? <CloneVm id={asking.vms[0].id} onClose={close} />
        : asking.action.how === 'runOnce' && asking.vms[0]
        ? <RunOnce id={asking.vms[0].id} onClose={close} />
        : asking.action.how === 'migrate' && asking.vms[0]
        ? <MigrateDialog vm={asking.vms[0]} onClose={close} />
        : <ConfirmVmAction action={asking.action} vms={asking.vms} onConfirm={kept => run(asking.action, asking.vms, kept)} onClose={close} />
    ),
  }
}
