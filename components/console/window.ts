import type { ConsoleProtocol } from './useConsole'

export const consolePath = (vmId: string, protocol: ConsoleProtocol): string => `/console/${vmId}?protocol=${protocol}`

/** One window per machine and protocol: a second click brings the first window to the front. */
export const openConsoleWindow = (vmId: string, protocol: ConsoleProtocol): void => {
  window.open(consolePath(vmId, protocol), `atrium-console-${protocol}-${vmId}`, 'popup,width=1100,height=860')
}

export const consoleProtocol = (text: string | null | undefined): ConsoleProtocol => (text === 'serial' ? 'serial' : 'vnc')
