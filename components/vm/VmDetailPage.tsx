'use client'
import { Bullseye, Spinner } from '@patternfly/react-core'
import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { Vm } from '@/server/contract/api/vm'
import { api } from '@/components/data/client'
import { useUrlParam } from '@/components/data/useUrl'
import { commonMessages } from '@/components/i18n/common'
import { useText } from '@/components/i18n/useText'
import { DetailPage, type DetailTab } from '@/components/shell/DetailPage'
import { later } from '@/components/ui/later'
import { vmDetailMessages } from './detailMessages'
import { useVmActions } from './useVmActions'
import { VmFacts } from './VmFacts'
import { VmSummary } from './VmSummary'

const spinner = <Bullseye><Spinner /></Bullseye>
const VmNotes = later(() => import('./VmNotes').then(m => m.VmNotes))
const VmConsole = later(() => import('./VmConsole').then(m => m.VmConsole), spinner)
const VmHardware = later(() => import('./VmHardware').then(m => m.VmHardware), spinner)
const VmDisks = later(() => import('./VmDisks').then(m => m.VmDisks), spinner)
const VmNics = later(() => import('./nics/VmNics').then(m => m.VmNics), spinner)
const VmPerformance = later(() => import('./VmPerformance').then(m => m.VmPerformance), spinner)
const VmGuest = later(() => import('./VmGuest').then(m => m.VmGuest), spinner)
const EventsOf = later(() => import('@/components/event/EventList').then(m => m.EventsOf), spinner)
const VmMigration = later(() => import('@/components/migration/VmMigration').then(m => m.VmMigration), spinner)
const VmXml = later(() => import('./VmXml').then(m => m.VmXml), spinner)

/** One machine: is it well, where is it, what happened last; its console; and everything it is made of. */
export function VmDetailPage({ id }: { id: string }) {
  const t = useText(vmDetailMessages)
  const common = useText(commonMessages)
  const vm = useQuery(api.vm.get.queryOptions({ input: { id } }))
  const [tab, setTab] = useUrlParam('tab', 'summary')
  const actions = useVmActions({ onConsole: () => setTab('console') })
  const consoleAllowed = vm.data?.actions.console?.allowed === true

  useEffect(() => {
    // A quiet moment on the page of a running machine: the next click is often the console.
    if (!consoleAllowed || tab === 'console') return
    const timer = setTimeout(() => {
      // A failed download is tried again, and told, when the tab is opened.
      Promise.all([VmConsole.load(), import('@/components/console/ConsolePanel')]).then(([, panel]) => panel.prefetchConsole('vnc'), () => undefined)
    }, 500)
    return () => clearTimeout(timer)
  }, [consoleAllowed, tab])

  const tabs = (v: Vm): readonly DetailTab<Vm>[] => [
    { id: 'summary', label: common('summary'), render: x => <VmSummary vm={x} /> },
    { id: 'console', label: t('tabConsole'), render: x => <VmConsole vm={x} /> },
    { id: 'hardware', label: t('tabHardware'), ...(v.pending.length > 0 ? { count: v.pending.length } : {}), render: x => <VmHardware vm={x} /> },
    { id: 'disks', label: t('tabDisks'), count: v.disks.length, render: x => <VmDisks vm={x} /> },
    { id: 'nics', label: t('tabNics'), count: v.nics.length, render: x => <VmNics vm={x} /> },
    { id: 'performance', label: t('tabPerformance'), render: x => <VmPerformance vm={x} /> },
    { id: 'guest', label: t('tabGuest'), render: x => <VmGuest vm={x} /> },
    { id: 'events', label: t('tabEvents'), render: x => <EventsOf id={x.id} /> },
    { id: 'migrations', label: t('tabMigrations'), render: x => <VmMigration vm={x} /> },
    { id: 'xml', label: t('tabXml'), render: x => <VmXml vm={x} /> },
  ]
  return (
    <DetailPage
      query={vm}
      list={{ label: common('vms'), path: '/vms' }}
      nameOf={v => v.name}
      beside={v => <VmFacts vm={v} />}
      actions={actions.items}
      notes={v => <VmNotes vm={v} />}
      tabs={tabs}
      dialogs={actions.dialogs}
    />
  )
}
