'use client'
import type { Dashboard } from '@/server/contract/api/activity'
import { useText } from '@/components/i18n/useText'
import { useWords } from '@/components/i18n/useWords'
import { ObjectLink } from '@/components/shell/ObjectLink'
import { InfoCard } from '@/components/ui/Facts'
import { StateLabel } from '@/components/ui/StateLabel'
import { dashboardMessages } from './messages'
import styles from './dashboard.module.css'

/** What someone should look at, with what to do about it. */
export function Warnings({ warnings }: { warnings: Dashboard['warnings'] }) {
  const t = useText(dashboardMessages)
  const words = useWords()
  return (
    <InfoCard title={t('warnings')}>
      {warnings.length === 0 ? <StateLabel kind="check" state="pass" /> : null}
      {warnings.length === 0 ? <p>{t('noWarnings')}</p> : null}
      <ul className={styles.list}>
        {warnings.map(w => (
          <li key={`${w.subject.id} ${w.text}`} className={styles.line}>
            <StateLabel kind="severity" state="warning" iconOnly />
            <div className={styles.text}>
              <ObjectLink type={w.subject.type} id={w.subject.id} name={w.subject.name} />: {words.told(w.text, w.reason)}
              {w.hint ? <div className={styles.hint}>{words.hint(w)}</div> : null}
            </div>
          </li>
        ))}
      </ul>
    </InfoCard>
  )
}
