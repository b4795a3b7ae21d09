'use client'
import type { XmlCheck } from '@/server/contract/api/vm-xml'
import { useText } from '@/components/i18n/useText'
import { hunks } from './hunks'
import { xmlMessages } from './messages'
import styles from './xml.module.css'

const signs = { same: ' ', added: '+', removed: '-' } as const

/** What an edit of the XML adds and takes away. */
export function XmlDiff({ diff }: { diff: XmlCheck['diff'] }) {
  const t = useText(xmlMessages)
  return (
    <pre className={styles.diff} tabIndex={0} aria-label={t('changes')} translate="no">
      {hunks(diff).map((hunk, at) =>
        'skipped' in hunk
          ? <span key={at} className={styles.skipped}>{t('skipped', { count: hunk.skipped })}</span>
          : hunk.lines.map(({ kind, text }, line) => (
              <span key={`${at}-${line}`} className={styles[kind]}>
                {kind !== 'same' && <span className="pf-v6-screen-reader">{t(kind)}: </span>}
                <span aria-hidden="true">{signs[kind]} </span>
                {text}
              </span>
            )),
      )}
    </pre>
  )
}
