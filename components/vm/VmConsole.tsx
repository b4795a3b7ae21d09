'use client'
import type { Vm } from '@/server/contract/api/vm'
import { ConsolePanel } from '@/components/console/ConsolePanel'
import { consoleProtocol } from '@/components/console/window'
import { useUrlParam } from '@/components/data/useUrl'
import { RemoteViewer } from './RemoteViewer'
import { useConsoleMachine } from './useConsoleMachine'

export function VmConsole({ vm }: { vm: Vm }) {
  const [protocol, setProtocol] = useUrlParam('protocol', 'vnc')
  const machine = useConsoleMachine(vm)
  return <ConsolePanel machine={machine} protocol={consoleProtocol(protocol)} onProtocol={next => setProtocol(next)} extra={<RemoteViewer vm={vm} />} />
}
