'use client'
import { Bullseye, Spinner } from '@patternfly/react-core'
import { useQuery } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import type { Host } from '@/server/contract/api/infrastructure'
import { api } from '@/components/data/client'
import { commonMessages } from '@/components/i18n/common'
import { useText } from '@/components/i18n/useText'
import { useWords } from '@/components/i18n/useWords'
import { DetailPage } from '@/components/shell/DetailPage'
import { EventsOf, VmList } from '@/components/shell/tabs'
import { EmptyList } from '@/components/ui/EmptyList'
import { later } from '@/components/ui/later'
import { Notice } from '@/components/ui/Notice'
import { StateLabel, useStateWord } from '@/components/ui/StateLabel'
import { HostSummary } from './HostSummary'
import { hostMessages } from './messages'
import { useHostActions } from './useHostActions'

const spinner = <Bullseye><Spinner /></Bullseye>
const HostPerformance = later(() => import('./HostPerformance').then(m => m.HostPerformance), spinner)
const HostHardware = later(() => import('./HostHardware').then(m => m.HostHardware), spinner)
const HostChecks = later(() => import('./HostChecks').then(m => m.HostChecks), spinner)

/** What one must know before anything else: not Up, libvirt away, no KVM. */
function HostNotes({ host }: { host: Host }) {
  const t = useText(hostMessages)
  const word = useStateWord('host')
  const words = useWords()
  const acceleration = host.facts?.acceleration
  return (
    <>
      {host.statusReason ? (
        <Notice variant={host.status === 'maintenance' ? 'info' : 'danger'} title={t('reasonNote', { state: word(host.status), reason: host.statusReason })} />
      ) : null}
      {host.status === 'up' && host.libvirt === 'down' ? <Notice variant="danger" title={t('libvirtDown')} /> : null}
      {acceleration && !acceleration.kvm ? (
        <Notice variant="warning" title={t('noKvm')}>
          {words.told(acceleration.reason, acceleration.wording)}
        </Notice>
      ) : null}
    </>
  )
}

/** One host: well or not, facts, checks, machines on it, figures, events. */
export function HostDetailPage({ id }: { id: string }) {
  const t = useText(hostMessages)
  const common = useText(commonMessages)
  const router = useRouter()
  const query = useQuery(api.host.get.queryOptions({ input: { id } }))
  const actions = useHostActions(() => router.push('/hosts'))
  const none = <EmptyList title={t('noFacts')} body="" />
  return (
    <DetailPage
      query={query}
      list={{ label: common('hosts'), path: '/hosts' }}
      nameOf={h => h.name}
      beside={h => <StateLabel kind="host" state={h.status} reason={h.statusReason} />}
      descriptionOf={h => h.description}
      actions={actions.items}
      notes={h => <HostNotes host={h} />}
      tabs={h => [
        { id: 'summary', label: common('summary'), render: host => <HostSummary host={host} /> },
        { id: 'vms', label: common('vms'), count: h.vmCount, render: () => <VmList within={`host=${id}`} /> },
        { id: 'performance', label: common('performance'), render: host => <HostPerformance host={host} /> },
        { id: 'hardware', label: t('hardware'), render: ({ facts }) => (facts ? <HostHardware facts={facts} /> : none) },
        {
          id: 'checks',
          label: t('checks'),
          count: h.facts?.checks.filter(c => c.level !== 'pass').length ?? 0,
          render: host => (host.facts ? <HostChecks host={host} checks={host.facts.checks} label={t('checks')} /> : none),
        },
        { id: 'events', label: common('events'), render: () => <EventsOf id={id} /> },
      ]}
      dialogs={actions.dialogs}
    />
  )
}
