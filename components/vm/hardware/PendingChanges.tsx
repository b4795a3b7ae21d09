'use client'
import { ActionList, ActionListItem } from '@patternfly/react-core'
import type { Vm } from '@/server/contract/api/vm'
import { client } from '@/components/data/client'
import { useCommand } from '@/components/data/useCommand'
import { useText } from '@/components/i18n/useText'
import { useWords } from '@/components/i18n/useWords'
import { ActionButton } from '@/components/ui/ActionButton'
import { Notice } from '@/components/ui/Notice'
import { SmallTable } from '@/components/ui/SmallTable'
import { draftOf } from './draft'
import { liveMessages } from './messages/live'
import { pendingRows } from './pending'
import type { HardwareWords } from './useHardwareWords'

/** In what the machine that runs is not the one that is wanted: what can be done now, and what needs a restart. */
export function PendingChanges({ vm, words }: { vm: Vm; words: HardwareWords }) {
  const t = useText(liveMessages)
  const common = useWords()
  const apply = useCommand((id: string) => client.device.apply({ id }), { failed: () => t('applyFailed', { name: vm.name }) })
  const restart = useCommand((id: string) => client.vm.restart({ id }), { failed: () => t('restartFailed', { name: vm.name }) })
  if (vm.pending.length === 0) return null
  const able = vm.pending.filter(change => change.canBeLive)
  const live = able.filter(change => !change.blocked)
  const none = live.length === 0 ? (able[0]?.blocked ?? null) : null
  const rows = pendingRows(vm.pending, draftOf(vm), {
    named: words.label,
    value: words.value,
    nothing: t('nothing'),
    when: ({ canBeLive, refusal, blocked }) => {
      const reason = blocked ?? refusal?.reason
      const why = reason && common.reason(reason)
      const when = t(!canBeLive ? 'needsRestart' : blocked ? 'notNow' : refusal === null ? 'now' : refusal.outcome === 'waiting' ? 'waiting' : 'refused')
      return why ? t('whenWhy', { when, why }) : when
    },
  })
  return (
    <Notice
      variant="info"
      title={t('title', { count: vm.pending.length })}
      actions={
        <ActionList>
          {able.length > 0 && (
            <ActionListItem>
              <ActionButton size="sm" item={{ id: 'apply', label: t('apply', { count: live.length || able.length }), state: none ? { allowed: false, reason: none } : vm.actions.edit, onSelect: () => apply.mutate(vm.id) }} />
            </ActionListItem>
          )}
          <ActionListItem>
            <ActionButton size="sm" item={{ id: 'restart', label: t('restart'), state: vm.actions.reboot, onSelect: () => restart.mutate(vm.id) }} />
          </ActionListItem>
        </ActionList>
      }
    >
      <SmallTable
        label={t('table')}
        head={[t('field'), t('running'), t('next'), t('when')]}
        rows={rows.map(row => ({ key: row.field, cells: [row.label, <del>{row.running}</del>, <ins>{row.next}</ins>, row.when] }))}
      />
    </Notice>
  )
}
