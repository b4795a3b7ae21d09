'use client'
import { useQuery } from '@tanstack/react-query'
import type { BulkItem } from '@/server/contract/api/activity'
import { api } from '@/components/data/client'
import { useText } from '@/components/i18n/useText'
import { useWords } from '@/components/i18n/useWords'
import { ObjectLink } from '@/components/shell/ObjectLink'
import { StateLabel } from '@/components/ui/StateLabel'
import { jobMessages } from './messages'
import styles from './job.module.css'

/** What needs a look comes first. */
const order: readonly BulkItem['state'][] = ['failed', 'refused', 'running', 'waiting', 'cancelled', 'succeeded']

/** What became of each machine. */
export function BulkItems({ jobId }: { jobId: string }) {
  const t = useText(jobMessages)
  const words = useWords()
  const items = useQuery(api.job.items.queryOptions({ input: { id: jobId } })).data?.items ?? []
  return (
    <ul className={styles.steps} aria-label={t('itemsOf')}>
      {items.toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state)).map(({ vm, state, reason }) => (
        <li key={vm.id} className={styles.step}>
          <StateLabel kind="bulk" state={state} iconOnly />
          <span className={styles.stepName}>
            <ObjectLink type="vm" id={vm.id} name={vm.name} />
            {reason && <> – {words.reason(reason)}</>}
          </span>
        </li>
      ))}
    </ul>
  )
}
