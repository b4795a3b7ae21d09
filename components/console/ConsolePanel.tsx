'use client'
import { Bullseye, Spinner, ToggleGroup, ToggleGroupItem } from '@patternfly/react-core'
import dynamic from 'next/dynamic'
import { useText } from '@/components/i18n/useText'
import type { ConsoleMachine } from './machine'
import { consoleMessages } from './messages'
import type { ConsoleProtocol } from './useConsole'

const loading = () => <Bullseye><Spinner /></Bullseye>
const VncConsole = dynamic(() => import('./VncConsole'), { ssr: false, loading })
const SerialConsole = dynamic(() => import('./SerialConsole'), { ssr: false, loading })

interface ConsolePanelProps {
  machine: ConsoleMachine
  protocol: ConsoleProtocol
  /** null = no switch: the window shows what it was opened for. */
  onProtocol: ((protocol: ConsoleProtocol) => void) | null
  fill?: boolean
}

/** A machine's console with the switch between screen and serial line. */
export function ConsolePanel({ machine, protocol, onProtocol, fill = false }: ConsolePanelProps) {
  const t = useText(consoleMessages)
  const Console = protocol === 'vnc' ? VncConsole : SerialConsole
  const lead = onProtocol && (
    <ToggleGroup aria-label={t('protocol')} isCompact>
      <ToggleGroupItem text={t('vnc')} isSelected={protocol === 'vnc'} onChange={() => onProtocol('vnc')} />
      <ToggleGroupItem text={t('serial')} isSelected={protocol === 'serial'} onChange={() => onProtocol('serial')} />
    </ToggleGroup>
  )
  return <Console key={`${machine.id} ${protocol}`} machine={machine} lead={lead} fill={fill} />
}
