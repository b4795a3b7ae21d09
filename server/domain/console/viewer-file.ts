import type { OpenScreen } from '@/server/contract/agent/screen'

export interface ViewerFile extends OpenScreen {
  type: 'spice' | 'vnc'
  /** Name or address that the viewer connects to. */
  host: string
  /** Of the window. */
  title: string
}

/** A line can't be broken out of: a name is a person's text. */
const oneLine = (text: string): string => text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim()

/**
 * The file that virt-viewer's remote-viewer opens, and removes once it has read it
 * (https://gitlab.com/virt-viewer/virt-viewer/-/blob/master/man/remote-viewer.pod, “CONNECTION FILE”).
 */
export const viewerFile = ({ type, host, port, tlsPort, password, ca, title }: ViewerFile): string => {
  const entries: [string, string | number | null][] = [
    ['type', type],
    ['host', host],
    ['port', port],
    ['tls-port', tlsPort],
    ['password', password],
    // One line; the newlines are written out.
    ['ca', ca === null ? null : ca.trim().split(/\r?\n/).join('\\n')],
    ['title', title],
    ['delete-this-file', 1],
  ]
  return `[virt-viewer]\n${entries.flatMap(([key, value]) => (value === null ? [] : [`${key}=${typeof value === 'string' ? oneLine(value) : value}\n`])).join('')}`
}

/** Where a viewer finds the screen: at the address that it listens on, else at its host's. */
export const screenHost = (address: string | null, agentAddress: string): string => address ?? agentAddress.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1')

/** A name that every file system takes. */
export const viewerFileName = (machine: string): string => `${machine.replace(/[^\p{L}\p{N}._-]+/gu, '_').slice(0, 80) || 'machine'}.vv`
