'use client'
import { useEffect, useRef, useState, type RefObject } from 'react'
import { loadTerminal, type TerminalParts } from './load'
import { isReleaseChord } from './release'
import type { Attach } from './useConsole'

type Terminal = InstanceType<TerminalParts['Terminal']>
type SearchAddon = InstanceType<TerminalParts['SearchAddon']>

export interface TerminalLook {
  fontSize: number
  screenReader: boolean
}

export interface OpenTerminal {
  terminal: Terminal
  search: SearchAddon
  fit: () => void
  dispose: () => void
}

const scrollbackLines = 10_000

/** Ctrl+Shift+C and V copy and paste as in other terminals; Ctrl+C and Ctrl+V belong to the guest. */
function keyHandler(terminal: Terminal, paste: () => void, release: () => void): (event: KeyboardEvent) => boolean {
  return event => {
    if (event.type !== 'keydown') return true
    if (isReleaseChord(event)) {
      release()
      return false
    }
    if (!event.ctrlKey || !event.shiftKey || event.altKey) return true
    if (event.code === 'KeyC') {
      event.preventDefault()
      if (terminal.hasSelection()) void navigator.clipboard.writeText(terminal.getSelection())
      return false
    }
    if (event.code === 'KeyV') {
      event.preventDefault()
      paste()
      return false
    }
    return true
  }
}

interface TerminalOptions {
  element: RefObject<HTMLElement | null>
  look: TerminalLook
  paste: () => void
  release: () => void
  onSize: (columns: number, rows: number) => void
}

/** One terminal for the life of the page: what was said stays readable when the connection changes. */
export function useTerminal({ element, look, paste, release, onSize }: TerminalOptions): { open: OpenTerminal | null; prepare: () => Promise<Attach> } {
  const [open, setOpen] = useState<OpenTerminal | null>(null)
  const made = useRef<Promise<OpenTerminal> | null>(null)
  const latest = useRef({ look, paste, release, onSize })
  useEffect(() => {
    latest.current = { look, paste, release, onSize }
  })

  const make = async (): Promise<OpenTerminal> => {
    const { Terminal, FitAddon, SearchAddon } = await loadTerminal()
    const { fontSize, screenReader: screenReaderMode } = latest.current.look
    // Marks of search results are xterm's proposed API.
    const terminal = new Terminal({
      cursorBlink: true, scrollback: scrollbackLines, fontFamily: monospace(), allowProposedApi: true, fontSize, screenReaderMode,
    })
    const fit = new FitAddon()
    const search = new SearchAddon()
    terminal.loadAddon(fit)
    terminal.loadAddon(search)
    terminal.onResize(({ cols, rows }) => latest.current.onSize(cols, rows))
    terminal.attachCustomKeyEventHandler(keyHandler(terminal, () => latest.current.paste(), () => latest.current.release()))
    const observer = new ResizeObserver(() => fit.fit())
    if (element.current) {
      terminal.open(element.current)
      fit.fit()
      latest.current.onSize(terminal.cols, terminal.rows)
      observer.observe(element.current)
    }
    const dispose = (): void => {
      observer.disconnect()
      terminal.dispose()
    }
    const result = { terminal, search, fit: () => fit.fit(), dispose }
    setOpen(result)
    return result
  }

  useEffect(() => {
    if (!open) return
    open.terminal.options.fontSize = look.fontSize
    open.terminal.options.screenReaderMode = look.screenReader
    open.fit()
  }, [open, look])
  useEffect(
    () => () => {
      // A terminal that is still loading is let go once it is there; one that failed to load needs nothing.
      made.current?.then(({ dispose }) => dispose(), () => undefined)
      made.current = null
    },
    [],
  )

  const prepare = async (): Promise<Attach> => {
    made.current ??= make()
    const { terminal } = await made.current
    return (socket, opened) => attach(terminal, socket, opened)
  }
  return { open, prepare }
}

/** xterm measures letters on a canvas, which knows no CSS variables. */
const monospace = (): string => {
  const themed = getComputedStyle(document.documentElement).getPropertyValue('--pf-t--global--font--family--mono').trim()
  return themed ? `${themed}, monospace` : 'monospace'
}

/** Bytes both ways: the guest's UTF-8 may be cut anywhere, xterm puts it together again. */
function attach(terminal: Terminal, socket: WebSocket, opened: () => void): () => void {
  const encoder = new TextEncoder()
  const send = (bytes: Uint8Array<ArrayBuffer>): void => {
    if (socket.readyState === WebSocket.OPEN) socket.send(bytes)
  }
  socket.addEventListener('open', () => {
    opened()
    if (document.activeElement === document.body) terminal.focus()
  })
  socket.addEventListener('message', (event: MessageEvent<ArrayBuffer>) => terminal.write(new Uint8Array(event.data)))
  const typed = terminal.onData(data => send(encoder.encode(data)))
  // Mouse reports of old protocols are bytes, not text.
  const binary = terminal.onBinary(data => send(Uint8Array.from(data, c => c.charCodeAt(0))))
  return () => {
    typed.dispose()
    binary.dispose()
  }
}
