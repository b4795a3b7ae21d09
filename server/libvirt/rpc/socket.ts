import { connect as connectSocket } from 'node:net'
import type { Socket } from 'node:net'
import { ConnectionLostError } from './errors'

/** Where libvirtd listens: the path of its unix socket, or a TCP address (port 16509 unless told; unencrypted, for closed networks). */
export type Target = string | { readonly host: string; readonly port?: number }

const LIBVIRT_TCP_PORT = 16509

export interface DialOptions {
  timeoutMs: number
  signal?: AbortSignal
}

/** Opens the socket. Errors: ConnectionLostError (nobody listens, no permission, no answer in time), or the signal's reason. */
export async function dial(target: Target, { timeoutMs, signal }: DialOptions): Promise<Socket> {
  signal?.throwIfAborted()
  const socket = connectSocket(typeof target === 'string' ? { path: target } : { host: target.host, port: target.port ?? LIBVIRT_TCP_PORT, noDelay: true })
  try {
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`no connection within ${timeoutMs} ms`)), timeoutMs)
      const onAbort = (): void => reject(signal?.reason)
      const settle = (): void => {
        clearTimeout(timer)
        signal?.removeEventListener('abort', onAbort)
      }
      signal?.addEventListener('abort', onAbort, { once: true })
      socket.once('connect', () => (settle(), resolve()))
      socket.once('error', (error) => (settle(), reject(error)))
      socket.once('close', settle)
    })
    return socket
  } catch (cause) {
    // A late error of a socket given up on must not become an uncaught exception.
    socket.on('error', () => undefined).destroy()
    if (signal?.aborted) throw signal.reason
    throw new ConnectionLostError(`no connection to libvirt at ${describeTarget(target)}`, { cause })
  }
}

export function describeTarget(target: Target): string {
  return typeof target === 'string' ? target : `${target.host}:${target.port ?? LIBVIRT_TCP_PORT}`
}
