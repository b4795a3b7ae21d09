import type { Page } from '@/e2e/fixtures/api'
import type { Migration } from '@/server/contract/api/migration'
import { median, type Figure } from './figure'
import { addressOf, allowDowntime, arrived, migrateRaw, type MigrationBench, type Side } from './migration-lab'

const crowd = 10
const rounds = 3
/** What Atrium allows a host of two processors and more. */
const atOnce = 2

/** How many ran at the same time, at most. */
function busiest(migrations: readonly Migration[]): number {
  const at = (time: string | null): number => (time === null ? Infinity : new Date(time).getTime())
  return Math.max(...migrations.map(one => migrations.filter(({ startedAt, endedAt }) => at(startedAt) <= at(one.startedAt) && at(one.startedAt) < at(endedAt)).length))
}

const allThere = async (bench: MigrationBench, ids: readonly string[], side: Side): Promise<void> => {
  for (const id of ids) await arrived(bench, id, side)
}

/** By Atrium's evacuation of the host, until the last job has ended; in ms. */
async function evacuate({ api }: MigrationBench, { id }: Side): Promise<number> {
  const began = performance.now()
  const { body: { jobIds } } = await api.expect<{ jobIds: string[] }>('POST', `/hosts/${id}/evacuate`, {})
  if (jobIds.length !== crowd) throw new Error(`${jobIds.length} of ${crowd} machines would leave`)
  await Promise.all(jobIds.map(jobId => api.succeeded(jobId)))
  return performance.now() - began
}

/** A shell loop that keeps as many going at once; in ms. */
async function shellLoop(ids: readonly string[], here: Side, there: Side): Promise<number> {
  for (const id of ids) await allowDowntime(id, here)
  const waiting = [...ids]
  const began = performance.now()
  await Promise.all(Array.from({ length: atOnce }, async () => {
    for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) await migrateRaw(id, here, there)
  }))
  return performance.now() - began
}

/** Ten small guests leave a host by Atrium, and by virsh from the other one. */
export async function benchCrowd(bench: MigrationBench): Promise<Figure[]> {
  const { api, enrolled, templateId, sides: [first, second] } = bench
  const ids: string[] = []
  for (let count = 0; count < crowd; count += 1) {
    const { id } = await api.createVm({ name: `crowd${count}`, clusterId: enrolled.cluster.id, templateId, memoryMiB: 128, vcpus: 1, networkId: enrolled.network.id })
    await api.act(id, 'start')
    // Ten guests that boot leave nothing of two processors for whoever measures.
    await addressOf(bench, id)
    ids.push(id)
  }
  // The start has spread them.
  await api.post(`/hosts/${second.id}/evacuate`)
  await allThere(bench, ids, first)
  const [ours, raw]: [number[], number[]] = [[], []]
  const records: Migration[][] = []
  for (let round = 0; round < rounds; round += 1) {
    ours.push(await evacuate(bench, first))
    records.push((await Promise.all(ids.map(async id => (await api.get<Page<Migration>>(`/vms/${id}/migrations?limit=1`)).items))).flat())
    await allThere(bench, ids, second)
    raw.push(await shellLoop(ids, second, first))
    await allThere(bench, ids, first)
  }
  const [own, foreign] = [median(ours), median(raw)]
  return [
    {
      name: `evacuation of ${crowd} guests over a shell loop`, value: own / foreign, unit: '×', limit: { at: 'most', value: 1.2 },
      note: `median of ${rounds}: ${own.toFixed(0)} beside ${foreign.toFixed(0)} ms, ${atOnce} at once in both`,
    },
    {
      name: 'evacuation: most guests on their way at once', value: Math.max(...records.map(busiest)), unit: '×', limit: { at: 'most', value: atOnce },
      note: 'out of one host and into the other',
    },
  ]
}
