'use client'
import { useQuery } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { useEffect } from 'react'
import type { Vm } from '@/server/contract/api/vm'
import { prefetchConsole } from '@/components/console/prefetch'
import { api } from '@/components/data/client'
import { useUrlParam } from '@/components/data/useUrl'
import { commonMessages } from '@/components/i18n/common'
import { useText } from '@/components/i18n/useText'
import { DetailPage, type DetailTab } from '@/components/shell/DetailPage'
import { vmDetailMessages } from './detailMessages'
import { useVmActions } from './useVmActions'
import { VmFacts } from './VmFacts'
import { VmNotes } from './VmNotes'
import { VmSummary } from './VmSummary'

const VmConsole = dynamic(() => import('./VmConsole').then(m => m.VmConsole))
const VmHardware = dynamic(() => import('./VmHardware').then(m => m.VmHardware))
const VmDisks = dynamic(() => import('./VmDisks').then(m => m.VmDisks))
const VmNics = dynamic(() => import('./VmNics').then(m => m.VmNics))
const VmPerformance = dynamic(() => import('./VmPerformance').then(m => m.VmPerformance))
const VmGuest = dynamic(() => import('./VmGuest').then(m => m.VmGuest))
const EventsOf = dynamic(() => import('@/components/event/EventList').then(m => m.EventsOf))
const VmXml = dynamic(() => import('./VmXml').then(m => m.VmXml))

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
    const timer = setTimeout(() => prefetchConsole('vnc'), 1500)
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
