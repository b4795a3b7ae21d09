'use client'
import type { LackingHosts } from '@/server/contract/api/capability'
import { Notice } from '@/components/ui/Notice'
import { useLackingText } from './useLackingText'

/** Which hosts can't run the machine for what it is made of, before anybody starts it; nothing when all can. `fits` = of which fields. */
export function LackingNotice({ lacking, fits }: { lacking: LackingHosts; fits?: (field: string) => boolean }) {
  const { t, lines } = useLackingText()
  const found = lines(lacking, fits)
  if (found.length === 0) return null
  const isNone = lacking.others === 0
  return (
    <Notice variant={isNone ? 'warning' : 'info'} title={isNone ? t('noHostCan') : t('someCannot', { count: lacking.hosts.length })} role="status">
      {found.map(line => <div key={line}>{line}</div>)}
    </Notice>
  )
}
