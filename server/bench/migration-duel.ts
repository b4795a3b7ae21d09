import type { Page } from '@/e2e/fixtures/api'
import type { Migration } from '@/server/contract/api/migration'
import { median, percentile, type Figure } from './figure'
import { addressOf, allowDowntime, arrived, downtimeOf, migrateRaw, sidesOf, type MigrationBench } from './migration-lab'
import { probeGuest } from './probe'

const rounds = 9

/** All in ms. */
interface Move {
  total: number
  downtime: number
  silence: number
}

/** By the API, until its job has ended. */
async function moveByApi(bench: MigrationBench, vmId: string, address: string): Promise<Move> {
  const { api } = bench
  const { there } = await sidesOf(bench, vmId)
  const probe = probeGuest(address)
  const began = performance.now()
  const { jobId } = await api.post<{ jobId: string }>(`/vms/${vmId}/migrate`, { hostId: there.id })
  await api.succeeded(jobId)
  const total = performance.now() - began
  const silence = probe.stop()
  await arrived(bench, vmId, there)
  const [last] = (await api.get<Page<Migration>>(`/vms/${vmId}/migrations?limit=1`)).items
  return { total, downtime: last?.stats?.downtimeMs ?? Number.NaN, silence }
}

/** By virsh, until it has ended. */
async function moveByVirsh(bench: MigrationBench, vmId: string, address: string): Promise<Move> {
  const { here, there } = await sidesOf(bench, vmId)
  await allowDowntime(vmId, here)
  const probe = probeGuest(address)
  const began = performance.now()
  await migrateRaw(vmId, here, there)
  const total = performance.now() - began
  const silence = probe.stop()
  await arrived(bench, vmId, there)
  return { total, downtime: await downtimeOf(vmId, there), silence }
}

/** The small guest goes there by Atrium and back by virsh, turn by turn, so that both meet the same weather. */
export async function benchDuel(bench: MigrationBench): Promise<Figure[]> {
  const { api, enrolled, templateId } = bench
  const { id } = await api.createVm({ name: 'mover', clusterId: enrolled.cluster.id, templateId, memoryMiB: 192, vcpus: 1, networkId: enrolled.network.id })
  await api.act(id, 'start')
  const address = await addressOf(bench, id)
  const [ours, raw]: [Move[], Move[]] = [[], []]
  // Which host is left by whom changes too.
  for (let round = 0; round < rounds; round += 1) {
    ours.push(await moveByApi(bench, id, address))
    raw.push(await moveByVirsh(bench, id, address))
    if (round % 2 === 1) await moveByVirsh(bench, id, address)
  }
  await api.act(id, 'poweroff')
  const both = (of: keyof Move) => [median(ours.map(one => one[of])), median(raw.map(one => one[of]))] as const
  const [total, rawTotal] = both('total')
  const [downtime, rawDowntime] = both('downtime')
  const [silence, rawSilence] = both('silence')
  const worst = percentile(ours.map(one => one.silence), 1)
  return [
    {
      name: 'migration: API until its job has ended, over virsh migrate', value: total / rawTotal, unit: '×', limit: { at: 'most', value: 1.3 },
      note: `median of ${rounds}: ${total.toFixed(0)} beside ${rawTotal.toFixed(0)} ms, both with TLS`,
    },
    {
      name: 'migration: downtime over virsh migrate', value: downtime / rawDowntime, unit: '×', limit: { at: 'most', value: 1.2 },
      note: `${downtime.toFixed(0)} beside ${rawDowntime.toFixed(0)} ms, by QEMU`,
    },
    {
      name: 'migration: longest silence of the guest, asked each 10 ms', value: silence, unit: 'ms', limit: { at: 'most', value: 100 },
      note: `median of ${rounds}, worst ${worst.toFixed(0)}; virsh migrate ${rawSilence.toFixed(0)} ms`,
    },
  ]
}
