import type { HostSample } from '@/server/contract/agent/host'
import type { VmSampleOut } from '@/server/contract/api/vm'
import type { StorageSample } from '@/server/contract/api/storage-domain'
import type { Db } from '../db'

/** More points than a chart has pixels help nobody. */
const maxPoints = 360
/** Agents measure each 10 s. */
const measureSeconds = 10

const stepSeconds = (minutes: number): number => Math.max(measureSeconds, Math.ceil((minutes * 60) / maxPoints))

type VmRow = Omit<VmSampleOut, 'at'> & { at: Date }

/** Means over equal spans of the last `minutes`, oldest first, made in SQL. */
export async function vmSamples(db: Db, id: string, minutes: number, now: Date): Promise<VmSampleOut[]> {
  const step = stepSeconds(minutes)
  const rows = await db.$queryRaw<VmRow[]>`
    select to_timestamp(floor(extract(epoch from at) / ${step}::int) * ${step}::int) as at,
      avg(cpu_percent) as "cpuPercent", avg(memory_used_mib) as "memoryUsedMiB",
      avg(disk_read_bps) as "diskReadBps", avg(disk_write_bps) as "diskWriteBps", avg(net_rx_bps) as "netRxBps", avg(net_tx_bps) as "netTxBps"
    from vm_sample where vm_id = ${id}::uuid and at > ${new Date(now.getTime() - minutes * 60_000)} group by 1 order by 1 desc limit ${maxPoints}`
  return rows.reverse().map(row => ({ ...row, at: row.at.toISOString() }))
}

type HostRow = Omit<HostSample, 'at'> & { at: Date }

export async function hostSamples(db: Db, id: string, minutes: number, now: Date): Promise<HostSample[]> {
  const step = stepSeconds(minutes)
  const rows = await db.$queryRaw<HostRow[]>`
    select to_timestamp(floor(extract(epoch from at) / ${step}::int) * ${step}::int) as at,
      avg(cpu_percent) as "cpuPercent", avg(memory_used_mib) as "memoryUsedMiB",
      avg(swap_used_mib) as "swapUsedMiB", avg(load_average) as "loadAverage", avg(net_rx_bps) as "netRxBps", avg(net_tx_bps) as "netTxBps",
      avg(disk_read_bps) as "diskReadBps", avg(disk_write_bps) as "diskWriteBps"
    from host_sample where host_id = ${id}::uuid and at > ${new Date(now.getTime() - minutes * 60_000)} group by 1 order by 1 desc limit ${maxPoints}`
  return rows.reverse().map(row => ({ ...row, at: row.at.getTime() }))
}

type StorageRow = Omit<StorageSample, 'at'> & { at: Date }

/** A domain is measured each minute. */
export async function storageSamples(db: Db, id: string, minutes: number, now: Date): Promise<StorageSample[]> {
  const step = Math.max(60, stepSeconds(minutes))
  const rows = await db.$queryRaw<StorageRow[]>`
    select to_timestamp(floor(extract(epoch from at) / ${step}::int) * ${step}::int) as at,
      avg(capacity_mib)::float as "capacityMiB", avg(capacity_mib - free_mib)::float as "usedMiB", avg(committed_mib)::float as "committedMiB"
    from storage_sample where storage_domain_id = ${id}::uuid and at > ${new Date(now.getTime() - minutes * 60_000)} group by 1 order by 1 desc limit ${maxPoints}`
  return rows.reverse().map(row => ({ ...row, at: row.at.getTime() }))
}
