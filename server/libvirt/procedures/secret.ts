import { constant } from '@/server/libvirt/xdr/compose'
import { int, nothing, opaque, string } from '@/server/libvirt/xdr/primitives'
import { uuid } from '@/server/libvirt/xdr/special'
import { flags, list, secret } from './objects'
import { on, proc } from './procedure'

const ofSecret = on(secret)

export const secretTable = {
  list: proc(287, { need: constant(int, 1), flags }, list(secret)),
  lookupByUuid: proc(141, { uuid }, secret),
  lookupByUsage: proc(147, { usageType: int, usageId: string }, secret),
  defineXml: proc(142, { xml: string, flags }, secret),
  xml: ofSecret(143, { flags }, string),
  setValue: ofSecret(144, { value: opaque, flags }, nothing),
  value: ofSecret(145, { flags }, opaque),
  undefine: ofSecret(146, {}, nothing),
}
