import { attr, elements, find, findAll } from '@/server/domain/xml/element'
import type { Element } from '@/server/domain/xml/element'

/** Where QEMU listens for VNC: a unix socket or a TCP port, read from the live XML; null when there is no VNC. */
export type VncTarget = { path: string } | { host: string; port: number }

const tcpTarget = (vnc: Element): VncTarget | null => {
  const port = Number(attr(vnc, 'port') ?? -1)
  const host = attr(vnc, 'address', 'listen') ?? attr(vnc, 'listen') ?? '127.0.0.1'
  const wildcard = host === '0.0.0.0' || host === '::'
  return port > 0 ? { host: wildcard ? '127.0.0.1' : host, port } : null
}

export const parseVnc = (domain: Element): VncTarget | null => {
  const vnc = findAll(domain, 'devices/graphics').find((graphics) => attr(graphics, 'type') === 'vnc')
  if (!vnc) return null
  const socket =
    attr(vnc, 'socket') ??
    elements(vnc, 'listen')
      .map((listen) => attr(listen, 'socket'))
      .find((path) => path !== null) ??
    null
  return socket ? { path: socket } : tcpTarget(vnc)
}

/** Has the machine a character device that libvirt can open as its console? */
export const hasSerialConsole = (domain: Element): boolean => find(domain, 'devices/console') !== null || find(domain, 'devices/serial') !== null
