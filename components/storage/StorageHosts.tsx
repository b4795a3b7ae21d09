'use client'
import type { StorageDomain } from '@/server/contract/api/storage-domain'
import { commonMessages } from '@/components/i18n/common'
import { useText } from '@/components/i18n/useText'
import { RefLink } from '@/components/shell/ObjectLink'
import { EmptyList } from '@/components/ui/EmptyList'
import { SmallTable } from '@/components/ui/SmallTable'
import { StateLabel } from '@/components/ui/StateLabel'
import { storageMessages } from './messages'

type View = StorageDomain['hosts'][number]

/** Which hosts have it, how each of them is, and what each says of it. */
export function StorageHosts({ domain }: { domain: StorageDomain }) {
  const t = useText(storageMessages)
  const common = useText(commonMessages)
  if (domain.hosts.length === 0) return <EmptyList title={t('noHosts')} body={t('noHostsBody')} />
  const resting = domain.status === 'maintenance'
  const access = ({ writable }: View) => (
    <span>
      <StateLabel kind="check" state={writable ? 'pass' : 'fail'} iconOnly /> {t(writable ? 'writable' : 'notWritable')}
    </span>
  )
  const reason = ({ status, writable, error }: View) => error ?? (status !== 'up' ? t('hostAway') : writable ? '–' : t('readOnly'))
  return (
    <SmallTable
      label={common('hosts')}
      head={[common('host'), common('state'), t('access'), t('reason')]}
      rows={domain.hosts.map(view => ({
        key: view.host.id,
        cells: [
          <RefLink key="h" type="host" to={view.host} />, <StateLabel key="s" kind="host" state={view.status} />,
          resting ? t('letGo') : access(view), resting ? t('inMaintenance') : reason(view),
        ],
      }))}
    />
  )
}
