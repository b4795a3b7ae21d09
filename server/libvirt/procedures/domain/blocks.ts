import { array, first, optional, struct, withDefault } from '@/server/libvirt/xdr/compose'
import { int, nothing, quantity, signedQuantity, string, uint } from '@/server/libvirt/xdr/primitives'
import { enumeration } from '@/server/libvirt/xdr/special'
import { domain, flags, truth } from '@/server/libvirt/procedures/objects'
import { params, typedParams } from '@/server/libvirt/procedures/typedParams'
import { LONG, on } from '@/server/libvirt/procedures/procedure'

const ofDomain = on(domain)

export const blockJobType = enumeration('unknown', 'pull', 'copy', 'commit', 'active-commit', 'backup')

const blockJob = struct({ found: truth, type: blockJobType, bandwidth: quantity, cur: quantity, end: quantity })

const blockStats = struct({ rdReq: signedQuantity, rdBytes: signedQuantity, wrReq: signedQuantity, wrBytes: signedQuantity, errs: signedQuantity })

/** Disks of a domain. `disk` and `path` take the target (`vda`) or the source path. Bandwidth in MiB/s unless a flag says bytes. */
export const domainBlocks = {
  blockInfo: ofDomain(194, { path: string, flags }, struct({ allocation: quantity, capacity: quantity, physical: quantity })),
  blockStats: ofDomain(64, { path: string }, blockStats),
  diskErrors: ofDomain(263, { max: uint, flags }, first(array(struct({ disk: string, error: int })), int)),
  /** `size` in KiB, or bytes with BlockResizeFlag.BYTES. */
  blockResize: ofDomain(251, { disk: string, size: quantity, flags }, nothing, LONG),
  blockCopy: ofDomain(345, { path: string, destinationXml: string, params: withDefault(typedParams, []), flags }, nothing),
  blockCommit: ofDomain(290, { disk: string, base: optional(string), top: optional(string), bandwidth: withDefault(quantity, 0), flags }, nothing),
  blockPull: ofDomain(240, { path: string, bandwidth: withDefault(quantity, 0), flags }, nothing),
  blockRebase: ofDomain(266, { path: string, base: optional(string), bandwidth: withDefault(quantity, 0), flags }, nothing),
  blockJobInfo: ofDomain(238, { path: string, flags }, blockJob),
  blockJobAbort: ofDomain(237, { path: string, flags }, nothing, LONG),
  blockJobSetSpeed: ofDomain(239, { path: string, bandwidth: quantity, flags }, nothing),
  blockIoTune: ofDomain(253, { disk: optional(string), count: int, flags }, first(params, int)),
  setBlockIoTune: ofDomain(252, { disk: string, params: typedParams, flags }, nothing),
  /** `block-threshold` comes once the disk's allocation passes `threshold` bytes. */
  setBlockThreshold: ofDomain(386, { device: string, threshold: quantity, flags }, nothing),
  backupBegin: ofDomain(421, { xml: string, checkpointXml: optional(string), flags }, nothing),
  backupXml: ofDomain(422, { flags }, string),
}
