'use client'
import BanIcon from '@patternfly/react-icons/dist/dynamic/icons/ban-icon'
import CheckCircleIcon from '@patternfly/react-icons/dist/dynamic/icons/check-circle-icon'
import InProgressIcon from '@patternfly/react-icons/dist/dynamic/icons/in-progress-icon'
import PowerOffIcon from '@patternfly/react-icons/dist/dynamic/icons/power-off-icon'
import SyncAltIcon from '@patternfly/react-icons/dist/dynamic/icons/sync-alt-icon'
import UnpluggedIcon from '@patternfly/react-icons/dist/dynamic/icons/unplugged-icon'
import type { ComponentType } from 'react'
import { useText, type Text } from '@/components/i18n/useText'
import type { ConsolePhase } from './connection'
import styles from './console.module.css'
import { consoleMessages } from './messages'

type Key = Parameters<Text<keyof typeof consoleMessages>>[0]

const looks: Record<ConsolePhase, { icon: ComponentType; text: Key }> = {
  off: { icon: PowerOffIcon, text: 'phaseOff' },
  connecting: { icon: InProgressIcon, text: 'phaseConnecting' },
  open: { icon: CheckCircleIcon, text: 'phaseOpen' },
  waiting: { icon: SyncAltIcon, text: 'phaseWaiting' },
  ended: { icon: UnpluggedIcon, text: 'phaseEnded' },
  denied: { icon: BanIcon, text: 'phaseDenied' },
}

/** The connection as icon and word, at the end of the toolbar. */
export function ConsoleState({ phase }: { phase: ConsolePhase }) {
  const t = useText(consoleMessages)
  const { icon: Icon, text } = looks[phase]
  return (
    <span className={styles.state} role="status">
      <Icon /> {t(text)}
    </span>
  )
}
