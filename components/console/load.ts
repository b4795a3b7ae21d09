import type RFB from '@novnc/novnc'

let vnc: Promise<typeof RFB> | null = null

/** noVNC touches `window` when it loads, and is large: it is fetched on first need, or on hover, once. */
export function loadVnc(): Promise<typeof RFB> {
  vnc ??= import('@novnc/novnc').then(
    module => module.default,
    (error: unknown) => {
      // A failed download must not be remembered for ever.
      vnc = null
      throw error
    },
  )
  return vnc
}

const loadTerminalParts = async () => {
  const [{ Terminal }, { FitAddon }, { SearchAddon }] = await Promise.all([import('@xterm/xterm'), import('@xterm/addon-fit'), import('@xterm/addon-search')])
  return { Terminal, FitAddon, SearchAddon }
}
export type TerminalParts = Awaited<ReturnType<typeof loadTerminalParts>>

let terminal: Promise<TerminalParts> | null = null

export function loadTerminal(): Promise<TerminalParts> {
  terminal ??= loadTerminalParts().catch((error: unknown) => {
    terminal = null
    throw error
  })
  return terminal
}
