import { constant } from '@/server/libvirt/xdr/compose'
import { int, nothing, string } from '@/server/libvirt/xdr/primitives'
import { domain, flags, list, snapshot, truth } from '@/server/libvirt/procedures/objects'
import { LONG, on } from '@/server/libvirt/procedures/procedure'

const ofDomain = on(domain)
const ofSnapshot = on(snapshot)

export const snapshots = {
  list: ofDomain(274, { need: constant(int, 1), flags }, list(snapshot)),
  lookupByName: ofDomain(189, { name: string, flags }, snapshot),
  createXml: ofDomain(185, { xml: string, flags }, snapshot, LONG),
  current: ofDomain(191, { flags }, snapshot),
  hasCurrent: ofDomain(190, { flags }, truth),
  xml: ofSnapshot(186, { flags }, string),
  parent: ofSnapshot(244, { flags }, snapshot),
  revert: ofSnapshot(192, { flags }, nothing, LONG),
  delete: ofSnapshot(193, { flags }, nothing, LONG),
}
