import type { HostSample } from '@/server/contract/agent/host'
import type { VmSample } from '@/server/contract/agent/vm'
import type { HostCounters } from './proc'
import type { VmCounters } from './vm-counters'

/**
 * Increase per second. 0 when the counter went backwards: the machine or the interface was started anew, and what it
 * counted before is unknown.
 */
export const perSecond = (before: number, after: number, elapsedMs: number): number =>
  elapsedMs > 0 && after >= before ? ((after - before) * 1000) / elapsedMs : 0

const percent = (part: number, whole: number): number => (whole > 0 ? Math.min(100, Math.max(0, (part / whole) * 100)) : 0)

const round = (value: number): number => Math.round(value * 100) / 100

/** Rates of a machine between two readings; zeros at the first reading. */
export const vmSample = (vmId: string, before: VmCounters | null, after: VmCounters): VmSample => {
  const from = before ?? after
  const elapsedMs = after.at - from.at
  const rate = (read: (counters: VmCounters) => number) => Math.round(perSecond(read(from), read(after), elapsedMs))
  return {
    vmId,
    at: after.at,
    cpuPercent: round(percent(perSecond(from.cpuNs, after.cpuNs, elapsedMs), after.vcpus * 1e9)),
    stealPercent: round(percent(perSecond(from.delayNs, after.delayNs, elapsedMs), after.vcpus * 1e9)),
    memoryUsedMiB: after.memoryUsedMiB,
    memoryRssMiB: after.memoryRssMiB,
    diskReadBps: rate((counters) => counters.diskReadBytes),
    diskWriteBps: rate((counters) => counters.diskWriteBytes),
    netRxBps: rate((counters) => counters.netRxBytes),
    netTxBps: rate((counters) => counters.netTxBytes),
  }
}

export type HostGauges = Pick<HostSample, 'memoryUsedMiB' | 'swapUsedMiB' | 'loadAverage'>

/** Rates of the host between two readings; zeros at the first reading. */
export const hostSample = (before: HostCounters | null, after: HostCounters, gauges: HostGauges): HostSample => {
  const from = before ?? after
  const elapsedMs = after.at - from.at
  const rate = (read: (counters: HostCounters) => number) => Math.round(perSecond(read(from), read(after), elapsedMs))
  return {
    at: after.at,
    cpuPercent: round(percent(after.cpuBusy - from.cpuBusy, after.cpuTotal - from.cpuTotal)),
    ...gauges,
    netRxBps: rate((counters) => counters.netRxBytes),
    netTxBps: rate((counters) => counters.netTxBytes),
    diskReadBps: rate((counters) => counters.diskReadBytes),
    diskWriteBps: rate((counters) => counters.diskWriteBytes),
  }
}
