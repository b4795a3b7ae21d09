'use client'
import '@xterm/xterm/css/xterm.css'
import { useRef, useState } from 'react'
import { download, fileName } from '@/components/charts/download'
import { useText } from '@/components/i18n/useText'
import { later } from '@/components/ui/later'
import { ConsoleOverlay } from './ConsoleOverlay'
import { ConsoleViewers } from './ConsoleViewers'
import styles from './console.module.css'
import type { ConsoleProps } from './machine'
import { consoleMessages } from './messages'
import { scrollbackText } from './scrollback'
import { SerialToolbar } from './SerialToolbar'
import { useConsole } from './useConsole'
import { useFullScreen } from './useFullScreen'
import { useTerminal } from './useTerminal'
import { openConsoleWindow } from './window'

const PasteDialog = later(() => import('./PasteDialog').then(m => m.PasteDialog))

/** The first serial port of a machine, as a terminal. `fill`: alone in its window. */
export function SerialConsole({ machine, lead, fill = false }: ConsoleProps) {
  const t = useText(consoleMessages)
  const frame = useRef<HTMLDivElement>(null)
  const element = useRef<HTMLDivElement>(null)
  const [look, setLook] = useState({ fontSize: 14, screenReader: false })
  const [size, setSize] = useState({ columns: 80, rows: 24 })
  const [pasting, setPasting] = useState(false)
  const [captured, setCaptured] = useState(false)
  const paste = (): void => {
    // Refused or unknown to the browser: ask for the text instead.
    if (!('clipboard' in navigator)) setPasting(true)
    else navigator.clipboard.readText().then(text => open?.terminal.paste(text), () => setPasting(true))
  }
  const save = (): void => {
    if (!open) return
    const text = new Blob([scrollbackText(open.terminal.buffer.normal)], { type: 'text/plain;charset=utf-8' })
    download(text, fileName([machine.name], new Date(), 'txt'))
  }
  const release = (): void => {
    open?.terminal.blur()
    frame.current?.querySelector<HTMLElement>('[role=toolbar] input')?.focus()
  }
  const { open, prepare } = useTerminal({ element, look, paste, release, onSize: (columns, rows) => setSize({ columns, rows }) })
  const { connection, retry, leave } = useConsole({ vmId: machine.id, protocol: 'serial', machineOn: machine.on, hostId: machine.hostId, prepare })
  const { isFull, toggle } = useFullScreen(frame)

  return (
    <div ref={frame} className={`${styles.frame} ${fill ? styles.fill : ''}`}>
      <SerialToolbar
        lead={lead}
        viewers={<ConsoleViewers machine={machine} protocol="serial" isOpen={connection.phase === 'open'} />}
        phase={connection.phase}
        open={open}
        look={look}
        onLook={change => setLook({ ...look, ...change })}
        size={size}
        isFull={isFull}
        tools={{
          copy: () => void navigator.clipboard.writeText(open?.terminal.getSelection() ?? ''),
          paste,
          save,
          clear: () => open?.terminal.clear(),
          // A serial line has no way to tell the size: the guest's shell has to.
          tellSize: () => open?.terminal.input(`stty rows ${size.rows} columns ${size.columns}\r`),
          fullScreen: toggle,
          openWindow: fill ? null : () => openConsoleWindow(machine.id, 'serial'),
          leave,
        }}
      />
      <div className={styles.stage} onFocus={() => setCaptured(true)} onBlur={() => setCaptured(false)}>
        <div ref={element} className={styles.terminal} role="group" aria-label={t('serialScreen', { name: machine.name })} data-phase={connection.phase} />
      </div>
      <ConsoleOverlay connection={connection} protocol="serial" machine={machine} onRetry={retry} />
      {connection.phase === 'open' && <div className={styles.hint}>{captured ? t('captured') : t('free')}</div>}
      {pasting && (
        <PasteDialog
          onClose={() => setPasting(false)}
          onSend={text => {
            open?.terminal.paste(text)
            setPasting(false)
          }}
        />
      )}
    </div>
  )
}
