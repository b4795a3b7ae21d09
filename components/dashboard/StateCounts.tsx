'use client'
import Link from 'next/link'
import type { StateKind } from '@/components/i18n/states'
import { InfoCard } from '@/components/ui/Facts'
import { StateLabel } from '@/components/ui/StateLabel'
import styles from './dashboard.module.css'

interface Props {
  title: string
  path: string
  kind: StateKind
  counts: Record<string, number>
  /** Shown when there are none: the next step. */
  empty: { label: string; path: string }
}

/** How many there are in each state; each count leads to the list of just these. */
export function StateCounts({ title, path, kind, counts, empty }: Props) {
  const states = Object.entries(counts).filter(([, count]) => count > 0)
  const total = states.reduce((sum, [, count]) => sum + count, 0)
  return (
    <InfoCard title={<Link href={path}>{title}</Link>}>
      <div className={styles.counts}>
        <span className={styles.total}>{total}</span>
        <ul className={styles.states}>
          {states.map(([state, count]) => (
            <li key={state}>
              <Link href={`${path}?search=${encodeURIComponent(`status=${state}`)}`} className={styles.stateLink} prefetch={false}>
                <strong>{count}</strong> <StateLabel kind={kind} state={state} />
              </Link>
            </li>
          ))}
          {total === 0 ? (
            <li>
              <Link href={empty.path}>{empty.label}</Link>
            </li>
          ) : null}
        </ul>
      </div>
    </InfoCard>
  )
}
