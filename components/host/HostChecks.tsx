'use client'
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table'
import type { HostCheck } from '@/server/contract/agent/host'
import type { ActionState } from '@/server/contract/api/common'
import type { Host } from '@/server/contract/api/infrastructure'
import { client } from '@/components/data/client'
import { useCommand } from '@/components/data/useCommand'
import { useText } from '@/components/i18n/useText'
import { useWords } from '@/components/i18n/useWords'
import { ActionButton } from '@/components/ui/ActionButton'
import styles from '@/components/ui/layout.module.css'
import { StateLabel } from '@/components/ui/StateLabel'
import { hostFactMessages } from './messages'

const rank = { fail: 0, warn: 1, pass: 2 }

/** What mends a check, by its code. */
const remedies = {
  disk_locks: {
    mend: (id: string) => client.host.lockDisks({ id }),
    words: { label: 'lockDisks', failed: 'lockDisksFailed', done: 'disksLocked', later: 'disksLockedLater' },
  },
  libvirt_tls: {
    mend: (id: string) => client.host.acceptMigrations({ id }),
    words: { label: 'acceptMigrations', failed: 'acceptMigrationsFailed', done: 'migrationsAccepted', later: 'migrationsAcceptedLater' },
  },
} as const

const isRemedied = (code: string): code is keyof typeof remedies => code in remedies

function Remedy({ code, hostId, state }: { code: keyof typeof remedies; hostId: string; state: ActionState | undefined }) {
  const t = useText(hostFactMessages)
  const { mend, words } = remedies[code]
  const command = useCommand(mend, { failed: () => t(words.failed), done: ({ restarted }) => t(restarted ? words.done : words.later) })
  const item = { id: code, label: t(words.label), primary: true, ...(state ? { state } : {}), onSelect: () => command.mutate(hostId) }
  return <ActionButton item={item} size="sm" isLoading={command.isPending} />
}

/** What was checked on the host in plain words; what is wrong comes first, with what to do. */
export function HostChecks({ host: { id, actions }, checks, label }: { host: Pick<Host, 'id' | 'actions'>; checks: readonly HostCheck[]; label: string }) {
  const t = useText(hostFactMessages)
  const words = useWords()
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
                {words.told(c.text, c.reason)}
                {c.hint ? <div className={styles.subtle}>{words.hint(c)}</div> : null}
                {isRemedied(c.code) && c.level === 'warn' && <Remedy code={c.code} hostId={id} state={actions.edit} />}
              </Td>
              <Td dataLabel={t('source')}>{c.source}</Td>
            </Tr>
          ))}
      </Tbody>
    </Table>
  )
}
