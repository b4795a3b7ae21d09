'use client'
import type { LackingHosts } from '@/server/contract/api/capability'
import { Notice } from '@/components/ui/Notice'
import { useLackingText } from './useLackingText'

/** Which hosts can't run the machine for what it is made of, before anybody starts it; nothing when all can. `fits` = of which fields. */
export function LackingNotice({ lacking, fits }: { lacking: LackingHosts; fits?: (field: string) => boolean }) {
  const { t, lines, count } = useLackingText()
  const found = lines(lacking, fits)
  if (found.length === 0) return null
  const { hosts, all } = count(lacking, fits)
  return (
    <Notice variant={all ? 'warning' : 'info'} title={all ? t('noHostCan') : t('someCannot', { count: hosts })} role="status">
      {found.map(line => <div key={line}>{line}</div>)}
    </Notice>
  )
}
