import { array, optional } from '@/server/libvirt/xdr/compose'
import { int, nothing, string } from '@/server/libvirt/xdr/primitives'
import { flags, truth } from './objects'
import { proc } from './procedure'

/** What every session starts and ends with. */
export const connection = {
  authList: proc(66, {}, array(int)),
  authPolkit: proc(70, {}, truth),
  open: proc(1, { uri: optional(string), flags }, nothing),
  close: proc(2, {}, nothing),
  supportsFeature: proc(60, { feature: int }, truth),
}

export const AuthType = { NONE: 0, SASL: 1, POLKIT: 2 } as const

/** Asking for this feature makes the server send keepalive pings of its own. */
export const FEATURE_KEEPALIVE = 10

export const ConnectFlag = { READ_ONLY: 1 } as const
