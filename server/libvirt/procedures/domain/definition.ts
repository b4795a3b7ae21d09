import { optional, withDefault } from '@/server/libvirt/xdr/compose'
import { int, nothing, string } from '@/server/libvirt/xdr/primitives'
import { domain, flags, truth } from '@/server/libvirt/procedures/objects'
import { on, proc } from '@/server/libvirt/procedures/procedure'

const ofDomain = on(domain)

/** The stored configuration. */
export const domainDefinition = {
  defineXml: proc(350, { xml: string, flags }, domain),
  undefine: ofDomain(231, { flags }, nothing),
  rename: ofDomain(358, { name: optional(string), flags }, int),
  xml: ofDomain(14, { flags }, string),
  autostart: ofDomain(15, {}, truth),
  setAutostart: ofDomain(29, { autostart: truth }, nothing),
  /** `type` is a MetadataType; for ELEMENT `uri` is the XML namespace, `key` the prefix to store it under; no `metadata` removes it. */
  setMetadata: ofDomain(264, { type: int, metadata: optional(string), key: optional(string), uri: optional(string), flags }, nothing),
  metadata: ofDomain(265, { type: int, uri: optional(string), flags }, string),
  xmlFromNative: proc(135, { format: string, config: string, flags }, string),
  xmlToNative: proc(136, { format: withDefault(string, 'qemu-argv'), xml: string, flags }, string),
}
