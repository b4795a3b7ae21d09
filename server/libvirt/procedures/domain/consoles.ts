import { array, optional, withDefault } from '@/server/libvirt/xdr/compose'
import { nothing, string, uint } from '@/server/libvirt/xdr/primitives'
import { domain, flags } from '@/server/libvirt/procedures/objects'
import { on, streaming } from '@/server/libvirt/procedures/procedure'

const ofDomain = on(domain)

export const domainConsoles = {
  /** Serial console; `device` is an alias, the first one unless told. `flags` = ConsoleFlag. */
  openConsole: streaming(ofDomain(201, { device: optional(string), flags }, nothing), { direction: 'both' }),
  openChannel: streaming(ofDomain(296, { name: optional(string), flags }, nothing), { direction: 'both' }),
  /** The stream's `reply` is the MIME type of the image that follows. */
  screenshot: streaming(ofDomain(211, { screen: withDefault(uint, 0), flags }, optional(string)), { direction: 'read' }),
  /** At most 16 keys, pressed together; `codeset` is a KeycodeSet. */
  sendKey: ofDomain(226, { codeset: withDefault(uint, 0), holdMs: withDefault(uint, 0), keycodes: array(uint), flags }, nothing),
}
