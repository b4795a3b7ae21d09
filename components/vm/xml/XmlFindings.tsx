'use client'
import { List, ListItem } from '@patternfly/react-core'
import type { XmlCheck } from '@/server/contract/api/vm-xml'
import { useText } from '@/components/i18n/useText'
import { useWords } from '@/components/i18n/useWords'
import { Notice } from '@/components/ui/Notice'
import { xmlMessages } from './messages'
import { XmlDiff } from './XmlDiff'

/** What a check found: all that is refused, or what would change. */
export function XmlFindings({ check: { findings, diff, asked } }: { check: XmlCheck }) {
  const t = useText(xmlMessages)
  const words = useWords()
  const changed = diff.some(({ kind }) => kind !== 'same')
  if (findings.length > 0) {
    return (
      <Notice variant="danger" title={t('refused')} role="alert">
        <List>
          {findings.map((found, at) => <ListItem key={at}>{words.finding(found)}</ListItem>)}
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
