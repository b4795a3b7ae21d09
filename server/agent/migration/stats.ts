import type { MigrationStats } from '@/server/contract/agent/migration'
import type { Params } from '@/server/libvirt/procedures/typedParams'

export interface Limits {
  maxDowntimeMs: number | null
  bandwidthMiBps: number | null
  postCopy: boolean
}

const number = (params: Params, field: string): number | null => {
  const value = params[field]
  return typeof value === 'number' ? value : null
}

/** VIR_DOMAIN_JOB_* as figures of a migration; null before QEMU has any. */
export function readStats(params: Params, limits: Limits, at: number): MigrationStats | null {
  const totalBytes = number(params, 'data_total')
  const elapsedMs = number(params, 'time_elapsed')
  if (totalBytes === null || elapsedMs === null) return null
  const dirtyPages = number(params, 'memory_dirty_rate')
  const pageSize = number(params, 'memory_page_size') ?? 4096
  return {
    at,
    elapsedMs,
    totalBytes,
    processedBytes: number(params, 'data_processed') ?? 0,
    remainingBytes: number(params, 'data_remaining') ?? 0,
    bytesPerSecond: number(params, 'memory_bps'),
    dirtyBytesPerSecond: dirtyPages === null ? null : dirtyPages * pageSize,
    iteration: number(params, 'memory_iteration') ?? 0,
    // While it runs libvirt tells the expected downtime under the same name.
    expectedDowntimeMs: number(params, 'downtime'),
    ...limits,
    downtimeMs: null,
  }
}

/** 0…1: of what must travel, how much has. Memory that changes again makes it go back a little. */
export const progressOf = (stats: Pick<MigrationStats, 'totalBytes' | 'remainingBytes'> | null): number =>
  stats && stats.totalBytes > 0 ? Math.min(1, Math.max(0, 1 - stats.remainingBytes / stats.totalBytes)) : 0
