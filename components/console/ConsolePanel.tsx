'use client'
import { Bullseye, Spinner, ToggleGroup, ToggleGroupItem } from '@patternfly/react-core'
import type { ReactNode } from 'react'
import { useText } from '@/components/i18n/useText'
import { later } from '@/components/ui/later'
import type { ConsoleMachine } from './machine'
import { loadTerminal, loadVnc } from './load'
import { consoleMessages } from './messages'
import type { ConsoleProtocol } from './useConsole'

const spinner = <Bullseye><Spinner /></Bullseye>
const VncConsole = later(() => import('./VncConsole').then(m => m.VncConsole), spinner)
const SerialConsole = later(() => import('./SerialConsole').then(m => m.SerialConsole), spinner)
const parts: Record<ConsoleProtocol, () => readonly Promise<unknown>[]> = {
  vnc: () => [VncConsole.load(), loadVnc()],
  serial: () => [SerialConsole.load(), loadTerminal()],
}

/** Called when the console may be opened next: a ticket is single use, but the code can be there before the click. */
export function prefetchConsole(protocol: ConsoleProtocol): void {
  // The click tries again and shows the error.
  Promise.all(parts[protocol]()).catch(() => undefined)
}

interface ConsolePanelProps {
  machine: ConsoleMachine
  protocol: ConsoleProtocol
  /** null = no switch: the window shows what it was opened for. */
  onProtocol: ((protocol: ConsoleProtocol) => void) | null
  /** Beside the switch. */
  extra?: ReactNode
  fill?: boolean
}

/** A machine's console with the switch between screen and serial line. */
export function ConsolePanel({ machine, protocol, onProtocol, extra, fill = false }: ConsolePanelProps) {
  const t = useText(consoleMessages)
  const Console = protocol === 'vnc' ? VncConsole : SerialConsole
  const lead = onProtocol && (
    <>
      <ToggleGroup aria-label={t('protocol')} isCompact>
        <ToggleGroupItem text={t('vnc')} isSelected={protocol === 'vnc'} onChange={() => onProtocol('vnc')} />
        <ToggleGroupItem text={t('serial')} isSelected={protocol === 'serial'} onChange={() => onProtocol('serial')} />
      </ToggleGroup>
      {extra}
    </>
  )
  return <Console key={`${machine.id} ${protocol}`} machine={machine} lead={lead} fill={fill} />
}
