import type { HostSample } from '@/server/contract/agent/host'
import type { VmSample } from '@/server/contract/agent/vm'
import { change } from '../change'
import type { Tx } from '../db'

/** Writes one round of statistics of a host and its machines; one change row tells about all of it. */
export async function recordSamples(tx: Tx, hostId: string, host: HostSample, vms: readonly VmSample[]): Promise<void> {
  const at = new Date(host.at)
  await tx.hostSample.createMany({ data: [{ ...host, at, hostId }], skipDuplicates: true })
  await tx.host.updateMany({ where: { id: hostId }, data: { latest: host, lastSeenAt: at } })
  const known = new Set((await tx.vm.findMany({ where: { id: { in: vms.map(({ vmId }) => vmId) } }, select: { id: true } })).map(({ id }) => id))
  const rows = vms.filter(({ vmId }) => known.has(vmId))
  await tx.vmSample.createMany({ data: rows.map(({ memoryRssMiB: _, stealPercent: __, ...sample }) => ({ ...sample, at: new Date(sample.at) })), skipDuplicates: true })
  const figures = rows.map(({ vmId, cpuPercent, memoryUsedMiB, stealPercent }) => ({ id: vmId, latest: { cpuPercent, memoryUsedMiB, stealPercent } }))
  await tx.$executeRaw`
    UPDATE "vm" SET "runtime" = "runtime" || figure."latest"
    FROM jsonb_to_recordset(${JSON.stringify(figures)}::jsonb) AS figure("id" uuid, "latest" jsonb)
    WHERE "vm"."id" = figure."id" AND "runtime" IS NOT NULL`
  await change(tx, 'host-samples', hostId)
}
