'use client'
import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { useText } from '@/components/i18n/useText'
import { later } from '@/components/ui/later'
import { ConsoleOverlay } from './ConsoleOverlay'
import { ConsoleViewers } from './ConsoleViewers'
import styles from './console.module.css'
import type { ConsoleProps } from './machine'
import { consoleMessages } from './messages'
import { canRecord, startRecording } from './record'
import { isReleaseChord } from './release'
import { saveScreenshot } from './screenshot'
import { sendKeys } from './sendKeys'
import { chord, heldModifiers } from './typing/keys'
import { useConsole } from './useConsole'
import { useFullScreen } from './useFullScreen'
import { applyView, useRfb } from './useRfb'
import { VncToolbar } from './VncToolbar'
import { openConsoleWindow } from './window'

const SendTextDialog = later(() => import('./SendTextDialog').then(m => m.SendTextDialog))
const ClipboardDialog = later(() => import('./ClipboardDialog').then(m => m.ClipboardDialog))

/** Screen, keyboard and mouse of a machine. `fill`: alone in its window. */
export function VncConsole({ machine, lead, fill = false }: ConsoleProps) {
  const t = useText(consoleMessages)
  const frame = useRef<HTMLDivElement>(null)
  const screen = useRef<HTMLDivElement>(null)
  const [view, setView] = useState({ scale: true, viewOnly: false })
  const [captured, setCaptured] = useState(false)
  const [dialog, setDialog] = useState<'text' | 'clipboard' | null>(null)
  const [stopRecording, setStopRecording] = useState<(() => void) | null>(null)
  const { rfb, prepare, guestText } = useRfb(screen, view)
  const { connection, retry, leave } = useConsole({ vmId: machine.id, protocol: 'vnc', machineOn: machine.on, hostId: machine.hostId, prepare })
  const { isFull, toggle } = useFullScreen(frame)
  const { phase } = connection

  useEffect(() => {
    if (rfb.current) applyView(rfb.current, view)
  }, [rfb, view])
  // The film ends with the picture, and with the page.
  useEffect(() => {
    if (stopRecording && phase !== 'open') {
      stopRecording()
      setStopRecording(null)
    }
    return () => stopRecording?.()
  }, [stopRecording, phase])

  // After the turn in which a menu or a dialog gives the focus back to its button.
  const focus = (): void => void setTimeout(() => rfb.current?.focus({ preventScroll: true }))
  useEffect(() => {
    if (dialog) return focus
  }, [dialog, rfb])
  const release = (event: KeyboardEvent): void => {
    if (!captured || !isReleaseChord(event)) return
    // Before noVNC sees it; the guest must not keep the two that it has seen go down.
    event.preventDefault()
    event.stopPropagation()
    if (rfb.current) sendKeys(rfb.current, heldModifiers)
    rfb.current?.blur()
    frame.current?.querySelector<HTMLElement>('[role=toolbar] button:not(:disabled)')?.focus()
  }
  const record = (): void => {
    const canvas = screen.current?.querySelector('canvas')
    if (stopRecording) {
      stopRecording()
      setStopRecording(null)
    } else if (canvas) {
      const stop = startRecording(canvas, machine.name)
      setStopRecording(() => stop)
    }
  }

  return (
    <div ref={frame} className={`${styles.frame} ${fill ? styles.fill : ''}`} onKeyDownCapture={release}>
      <VncToolbar
        lead={lead}
        viewers={<ConsoleViewers machine={machine} protocol="vnc" isOpen={phase === 'open'} />}
        phase={phase}
        view={view}
        onView={change => setView({ ...view, ...change })}
        isFull={isFull}
        isRecording={stopRecording !== null}
        tools={{
          ctrlAltDel: () => rfb.current?.sendCtrlAltDel(),
          chord: codes => rfb.current && sendKeys(rfb.current, chord(codes)),
          sendText: () => setDialog('text'),
          clipboard: () => setDialog('clipboard'),
          screenshot: () => rfb.current && saveScreenshot(rfb.current, machine.name),
          record: canRecord() ? record : null,
          fullScreen: toggle,
          openWindow: fill ? null : () => openConsoleWindow(machine.id, 'vnc'),
          leave,
          focus,
        }}
      />
      <div className={styles.stage} onFocus={() => setCaptured(true)} onBlur={() => setCaptured(false)}>
        <div ref={screen} className={styles.screen} role="application" aria-label={t('vncScreen', { name: machine.name })} data-phase={phase} />
        <ConsoleOverlay connection={connection} protocol="vnc" machine={machine} onRetry={retry} />
      </div>
      {phase === 'open' && <div className={styles.hint}>{view.viewOnly ? t('viewOnlyHint') : captured ? t('captured') : t('free')}</div>}
      {dialog === 'text' && rfb.current && <SendTextDialog target={rfb.current} onClose={() => setDialog(null)} />}
      {dialog === 'clipboard' && (
        <ClipboardDialog fromGuest={guestText} onSend={text => rfb.current?.clipboardPasteFrom(text)} onClose={() => setDialog(null)} />
      )}
    </div>
  )
}
