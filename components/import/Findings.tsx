'use client'
import type { ImportFinding } from '@/server/contract/api/import'
import { useText } from '@/components/i18n/useText'
import { useWords } from '@/components/i18n/useWords'
import { Notice } from '@/components/ui/Notice'
import { importMessages } from './messages'
import styles from './import.module.css'

/** What is in the way, and what will be different. */
export function Findings({ findings }: { findings: readonly ImportFinding[] }) {
  const t = useText(importMessages)
  const words = useWords()
  const listed = (severity: ImportFinding['severity']) => findings.filter(finding => finding.severity === severity)
  const list = (all: readonly ImportFinding[]) => <ul className={styles.list}>{all.map(finding => <li key={finding.code}>{words.reason(finding)}</li>)}</ul>
  const [stops, warns] = [listed('error'), listed('warning')]
  return (
    <>
      {stops.length > 0 && <Notice variant="danger" title={t('stops')} role="alert">{list(stops)}</Notice>}
      {warns.length > 0 && <Notice variant="warning" title={t('warns')}>{list(warns)}</Notice>}
    </>
  )
}
