'use client'
import CameraIcon from '@patternfly/react-icons/dist/dynamic/icons/camera-icon'
import ClipboardIcon from '@patternfly/react-icons/dist/dynamic/icons/clipboard-icon'
import CompressIcon from '@patternfly/react-icons/dist/dynamic/icons/compress-icon'
import ExpandIcon from '@patternfly/react-icons/dist/dynamic/icons/expand-icon'
import ExternalLinkAltIcon from '@patternfly/react-icons/dist/dynamic/icons/external-link-alt-icon'
import EyeIcon from '@patternfly/react-icons/dist/dynamic/icons/eye-icon'
import PasteIcon from '@patternfly/react-icons/dist/dynamic/icons/paste-icon'
import ExpandArrowsAltIcon from '@patternfly/react-icons/dist/dynamic/icons/expand-arrows-alt-icon'
import StopCircleIcon from '@patternfly/react-icons/dist/dynamic/icons/stop-circle-icon'
import UnpluggedIcon from '@patternfly/react-icons/dist/dynamic/icons/unplugged-icon'
import VideoIcon from '@patternfly/react-icons/dist/dynamic/icons/video-icon'
import type { ReactNode } from 'react'
import { useText } from '@/components/i18n/useText'
import type { ConsolePhase } from './connection'
import { ConsoleState } from './ConsoleState'
import styles from './console.module.css'
import { KeysMenu } from './KeysMenu'
import { consoleMessages } from './messages'
import { ToolButton } from './ToolButton'
import type { VncView } from './useRfb'

export interface VncTools {
  ctrlAltDel: () => void
  chord: (codes: readonly string[]) => void
  sendText: () => void
  clipboard: () => void
  screenshot: () => void
  /** null = this browser can't record. */
  record: (() => void) | null
  fullScreen: () => void
  /** null = it is already in its own window. */
  openWindow: (() => void) | null
  leave: () => void
  focus: () => void
}

interface VncToolbarProps {
  lead: ReactNode
  /** Who else watches. */
  viewers: ReactNode
  phase: ConsolePhase
  view: VncView
  onView: (change: Partial<VncView>) => void
  isFull: boolean
  isRecording: boolean
  tools: VncTools
}

export function VncToolbar({ lead, viewers, phase, view, onView, isFull, isRecording, tools }: VncToolbarProps) {
  const t = useText(consoleMessages)
  const blind = phase === 'open' ? null : t('notOpen')
  const mute = blind ?? (view.viewOnly ? t('onlyWatched') : null)
  return (
    <div className={styles.toolbar} role="toolbar" aria-label={t('toolbar')}>
      {lead}
      <ToolButton label={t('ctrlAltDel')} refused={mute} onClick={tools.ctrlAltDel} />
      <KeysMenu refused={mute} onChord={tools.chord} onClose={tools.focus} />
      <ToolButton label={t('sendText')} icon={<PasteIcon />} refused={mute} onClick={tools.sendText} />
      <ToolButton label={t('clipboard')} icon={<ClipboardIcon />} refused={mute} onClick={tools.clipboard} />
      <ToolButton label={t('scale')} icon={<ExpandArrowsAltIcon />} pressed={view.scale} onClick={() => onView({ scale: !view.scale })} />
      <ToolButton label={t('viewOnly')} icon={<EyeIcon />} pressed={view.viewOnly} onClick={() => onView({ viewOnly: !view.viewOnly })} />
      <ToolButton label={t('screenshot')} icon={<CameraIcon />} refused={blind} onClick={tools.screenshot} />
      {tools.record && (
        <ToolButton
          label={t(isRecording ? 'stopRecording' : 'record')}
          icon={isRecording ? <StopCircleIcon /> : <VideoIcon />}
          pressed={isRecording}
          refused={blind}
          onClick={tools.record}
        />
      )}
      <ToolButton label={t(isFull ? 'leaveFullScreen' : 'fullScreen')} icon={isFull ? <CompressIcon /> : <ExpandIcon />} onClick={tools.fullScreen} />
      {tools.openWindow && <ToolButton label={t('openWindow')} icon={<ExternalLinkAltIcon />} onClick={tools.openWindow} />}
      <ToolButton label={t('disconnect')} icon={<UnpluggedIcon />} refused={blind} onClick={tools.leave} />
      {viewers}
      <ConsoleState phase={phase} />
    </div>
  )
}
