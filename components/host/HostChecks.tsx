'use client'
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table'
import type { HostCheck } from '@/server/contract/agent/host'
import type { ActionState } from '@/server/contract/api/common'
import type { Host } from '@/server/contract/api/infrastructure'
import { client } from '@/components/data/client'
import { useCommand } from '@/components/data/useCommand'
import { useText } from '@/components/i18n/useText'
import { ActionButton } from '@/components/ui/ActionButton'
import styles from '@/components/ui/layout.module.css'
import { StateLabel } from '@/components/ui/StateLabel'
import { hostFactMessages } from './messages'

const rank = { fail: 0, warn: 1, pass: 2 }

/** The remedy of a host that locks no disks yet. */
function LockDisks({ hostId, state }: { hostId: string; state: ActionState | undefined }) {
  const t = useText(hostFactMessages)
  const lock = useCommand((id: string) => client.host.lockDisks({ id }), {
    failed: () => t('lockDisksFailed'),
    done: ({ restarted }) => t(restarted ? 'disksLocked' : 'disksLockedLater'),
  })
  const item = { id: 'lock-disks', label: t('lockDisks'), primary: true, ...(state ? { state } : {}), onSelect: () => lock.mutate(hostId) }
  return <ActionButton item={item} size="sm" isLoading={lock.isPending} />
}

/** What was checked on the host in plain words; what is wrong comes first, with what to do. */
export function HostChecks({ host: { id, actions }, checks, label }: { host: Pick<Host, 'id' | 'actions'>; checks: readonly HostCheck[]; label: string }) {
  const t = useText(hostFactMessages)
  return (
    <Table aria-label={label} variant="compact" gridBreakPoint="grid-md">
      <Thead>
        <Tr>
          <Th width={15}>{t('result')}</Th>
          <Th>{t('check')}</Th>
          <Th width={15}>{t('source')}</Th>
        </Tr>
      </Thead>
      <Tbody>
        {checks
          .toSorted((a, b) => rank[a.level] - rank[b.level])
          .map(c => (
            <Tr key={c.code}>
              <Td dataLabel={t('result')}>
                <StateLabel kind="check" state={c.level} />
              </Td>
              <Td dataLabel={t('check')}>
                {c.text}
                {c.hint ? <div className={styles.subtle}>{c.hint}</div> : null}
                {c.code === 'disk_locks' && c.level === 'warn' && <LockDisks hostId={id} state={actions.edit} />}
              </Td>
              <Td dataLabel={t('source')}>{c.source}</Td>
            </Tr>
          ))}
      </Tbody>
    </Table>
  )
}
