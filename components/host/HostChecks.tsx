'use client'
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table'
import type { HostCheck } from '@/server/contract/agent/host'
import { useText } from '@/components/i18n/useText'
import styles from '@/components/ui/layout.module.css'
import { StateLabel } from '@/components/ui/StateLabel'
import { hostFactMessages } from './messages'

const rank = { fail: 0, warn: 1, pass: 2 }

/** What was checked on the host in plain words; what is wrong comes first, with what to do. */
export function HostChecks({ checks, label }: { checks: readonly HostCheck[]; label: string }) {
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
              </Td>
              <Td dataLabel={t('source')}>{c.source}</Td>
            </Tr>
          ))}
      </Tbody>
    </Table>
  )
}
