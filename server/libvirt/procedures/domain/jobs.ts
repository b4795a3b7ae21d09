import { constant, optional, struct, withDefault } from '@/server/libvirt/xdr/compose'
import { int, nothing, opaque, quantity, string } from '@/server/libvirt/xdr/primitives'
import { enumeration } from '@/server/libvirt/xdr/special'
import { domain, flags } from '@/server/libvirt/procedures/objects'
import { params, typedParams } from '@/server/libvirt/procedures/typedParams'
import { LONG, on } from '@/server/libvirt/procedures/procedure'

const ofDomain = on(domain)

export const jobType = enumeration('none', 'bounded', 'unbounded', 'completed', 'failed', 'cancelled')

const jobInfo = struct({
  type: jobType,
  timeElapsedMs: quantity,
  timeRemainingMs: quantity,
  dataTotal: quantity,
  dataProcessed: quantity,
  dataRemaining: quantity,
  memoryTotal: quantity,
  memoryProcessed: quantity,
  memoryRemaining: quantity,
  fileTotal: quantity,
  fileProcessed: quantity,
  fileRemaining: quantity,
})

const noCookie = constant(opaque, Buffer.alloc(0))

/** Migration and other long jobs of a domain. Sizes in bytes. */
export const domainJobs = {
  jobInfo: ofDomain(163, {}, jobInfo),
  /** `params` by the names VIR_DOMAIN_JOB_* (memory_total, downtime …). */
  jobStats: ofDomain(298, { flags }, struct({ type: jobType, params })),
  abortJob: ofDomain(164, {}, nothing),
  /** Peer to peer: this libvirtd talks to the one at `destinationUri` by itself. `flags` = MigrateFlag, `params` = VIR_MIGRATE_PARAM_*. */
  migratePeerToPeer: ofDomain(305, { destinationUri: optional(string), params: withDefault(typedParams, []), cookie: noCookie, flags }, opaque, LONG),
  migrateSetMaxSpeed: ofDomain(207, { mibPerSecond: quantity, flags }, nothing),
  migrateMaxSpeed: ofDomain(242, { flags }, quantity),
  migrateSetMaxDowntime: ofDomain(166, { milliseconds: quantity, flags }, nothing),
  migrateMaxDowntime: ofDomain(387, { flags }, quantity),
  migrateStartPostCopy: ofDomain(364, { flags }, nothing),
  startDirtyRateCalculation: ofDomain(427, { seconds: int, flags }, nothing),
}
