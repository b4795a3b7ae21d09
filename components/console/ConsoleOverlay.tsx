'use client'
import { Button, Spinner } from '@patternfly/react-core'
import { useFormat } from '@/components/i18n/useFormat'
import { useText } from '@/components/i18n/useText'
import type { ConsoleConnection } from './connection'
import styles from './console.module.css'
import type { ConsoleMachine } from './machine'
import { consoleMessages } from './messages'
import type { ConsoleProtocol } from './useConsole'

interface ConsoleOverlayProps {
  connection: ConsoleConnection
  protocol: ConsoleProtocol
  machine: ConsoleMachine
  onRetry: () => void
}

/** What lies over the black screen while there is no picture: why, and what to do about it. */
export function ConsoleOverlay({ connection, protocol, machine, onRetry }: ConsoleOverlayProps) {
  const t = useText(consoleMessages)
  const f = useFormat()
  const { phase, reason, attempt } = connection
  // A terminal's last words stay readable: there the note stands below, not over them.
  const place = protocol === 'serial' ? styles.panel : styles.overlay
  if (phase === 'open') return null
  if (phase === 'off') {
    return (
      <div className={place} role="status">
        <p>{machine.obstacle ?? t('offSince', { name: machine.name, state: machine.stateText, time: f.dateTime(machine.stateSince) })}</p>
        {machine.startButton}
      </div>
    )
  }
  const sentence = reason === null ? null : t(reason === 'console_gone' && protocol === 'serial' ? 'taken_over' : reason)
  return (
    <div className={place} role="status">
      {(phase === 'connecting' || phase === 'waiting') && <Spinner size="lg" aria-label={t('phaseConnecting')} />}
      <p>{sentence ?? t('phaseConnecting')}</p>
      {phase === 'waiting' && <p>{t('retrying', { attempt })}</p>}
      {phase !== 'connecting' && <Button onClick={onRetry}>{t('reconnect')}</Button>}
    </div>
  )
}
