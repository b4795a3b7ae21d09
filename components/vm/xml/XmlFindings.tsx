'use client'
import { List, ListItem } from '@patternfly/react-core'
import type { XmlCheck } from '@/server/contract/api/vm'
import { useText } from '@/components/i18n/useText'
import { Notice } from '@/components/ui/Notice'
import { useHardwareWords } from '../hardware/useHardwareWords'
import { xmlMessages } from './messages'
import { XmlDiff } from './XmlDiff'

/** What a check found: all that is refused, or what would change. */
export function XmlFindings({ check: { findings, diff, asked } }: { check: XmlCheck }) {
  const t = useText(xmlMessages)
  const words = useHardwareWords()
  const changed = diff.some(({ kind }) => kind !== 'same')
  if (findings.length > 0) {
    return (
      <Notice variant="danger" title={t('refused')} role="alert">
        <List>
          {findings.map((found, at) => <ListItem key={at}>{(t.has(found.code) ? t.filled(found.code, found.params) : null) ?? words.finding(found)}</ListItem>)}
        </List>
      </Notice>
    )
  }
  return (
    <>
      <Notice variant={asked ? 'success' : 'warning'} title={t(changed ? (asked ? 'ready' : 'readyUnasked') : 'unchanged')} role="status" />
      {changed && <XmlDiff diff={diff} />}
    </>
  )
}
