import { loadTerminal, loadVnc } from './load'
import type { ConsoleProtocol } from './useConsole'

const parts: Record<ConsoleProtocol, () => readonly Promise<unknown>[]> = {
  vnc: () => [import('./VncConsole'), loadVnc()],
  serial: () => [import('./SerialConsole'), loadTerminal()],
}

/** Called when the pointer comes near a console button: the ticket is single use, but the code can be there before the click. */
export function prefetchConsole(protocol: ConsoleProtocol): void {
  // The click tries again and shows the error.
  Promise.all(parts[protocol]()).catch(() => undefined)
}
