'use client'
import { Bullseye, Spinner } from '@patternfly/react-core'
import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { Vm } from '@/server/contract/api/vm'
import { ConsolePanel } from '@/components/console/ConsolePanel'
import { consoleMessages } from '@/components/console/messages'
import { consoleProtocol } from '@/components/console/window'
import { api } from '@/components/data/client'
import { asProblem } from '@/components/data/problem'
import { useUrlParam } from '@/components/data/useUrl'
import { commonMessages } from '@/components/i18n/common'
import { useText } from '@/components/i18n/useText'
import { later } from '@/components/ui/later'
import { useConsoleMachine } from './useConsoleMachine'

// Seldom needed, and they bring the frame of a whole page with them.
const NotFound = later(() => import('@/components/shell/NotFound').then(m => m.NotFound))
const ErrorState = later(() => import('@/components/ui/ErrorState').then(m => m.ErrorState))

/** `/console/<id>?protocol=vnc`: one console alone in its window. */
export function ConsoleWindow({ id }: { id: string }) {
  const common = useText(commonMessages)
  const vm = useQuery(api.vm.get.queryOptions({ input: { id } }))
  if (vm.data) return <OpenConsole vm={vm.data} />
  if (!vm.error) return <Bullseye><Spinner aria-label={common('loading')} /></Bullseye>
  const problem = asProblem(vm.error)
  if (problem.status === 404) return <NotFound list={{ label: common('vms'), path: '/vms' }} />
  return <ErrorState problem={problem} since={vm.errorUpdatedAt} onRetry={() => void vm.refetch()} />
}

function OpenConsole({ vm }: { vm: Vm }) {
  const t = useText(consoleMessages)
  const [protocol] = useUrlParam('protocol', 'vnc')
  const machine = useConsoleMachine(vm)
  useEffect(() => {
    document.title = t('windowTitle', { name: vm.name })
  }, [t, vm.name])
  return (
    <main aria-label={t('windowTitle', { name: vm.name })}>
      <ConsolePanel machine={machine} protocol={consoleProtocol(protocol)} onProtocol={null} fill />
    </main>
  )
}
