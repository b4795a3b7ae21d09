import { randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startedWorld } from '@/e2e/engine/world'
import type { World } from '@/e2e/engine/world'
import { BulkWish } from '@/server/contract/api/bulk'
import type { Grant } from '@/server/domain/access/decide'
import { bulkVms } from '@/server/commands/vm/bulk'
import { cancelJob } from '@/server/commands/job/cancel'
import { bulkItems } from '@/server/store/job/bulk'

let world: World
beforeAll(async () => { world = await startedWorld({ hosts: 2 }) })
afterAll(() => world.close())

const admin: Grant[] = [{ role: 'SuperUser', objectType: 'system', objectId: null }]
const ask = (wish: object, grants = admin) => bulkVms(world.context(), BulkWish.parse(wish), { id: randomUUID(), username: 'test', grants })
const outcome = async (jobId: string) => Object.fromEntries((await bulkItems(world.db, jobId)).map(({ vm, state, reason }) => [vm.name, reason ? `${state} ${reason.code}` : state]))
/** Rows alone: machines without disks, on no host yet. */
const several = async (count: number, name: string): Promise<string[]> => {
  const rows = Array.from({ length: count }, (_, at) => ({ id: randomUUID(), name: `${name}-${at}`, clusterId: world.ids.cluster, memoryMiB: 16, vcpus: 1, observedState: 'down' }))
  await world.db.vm.createMany({ data: rows })
  return rows.map(({ id }) => id)
}
const made = (name: string, start = false) => world.vm({ name, start, memoryMiB: 16 })

it('starts twenty at once, some at a time, and tells what could not be done', async () => {
  const ids = await several(20, 'many')
  const bad = await made('start-fail')
  const up = await made('runs-already', true)
  const { jobId, accepted, refused } = await ask({ ids: [...ids, bad, up, randomUUID()], action: 'start' })
  expect([accepted, refused.map(({ reason }) => reason.code)]).toEqual([22, ['not_found']])
  let most = 0
  const look = setInterval(() => { void world.db.bulkItem.count({ where: { jobId, state: 'running' } }).then(count => { most = Math.max(most, count) }) }, 20)
  expect(await world.jobEnd(jobId)).toMatchObject({ state: 'failed', error: { reason: { code: 'bulk_partly', params: { succeeded: 20, failed: 1, refused: 2, cancelled: 0 } } } })
  clearInterval(look)
  expect(most).toBeLessThanOrEqual(16)
  expect(await outcome(jobId)).toMatchObject({ 'many-0': 'succeeded', 'many-19': 'succeeded', 'start-fail': 'failed LIBVIRT', 'runs-already': 'refused wrong_state' })
  expect(await world.db.vm.count({ where: { name: { startsWith: 'many-' }, status: 'up' } })).toBe(20)
  expect(await world.db.job.count({ where: { kind: 'vm.start', subjectName: { startsWith: 'many-' } } })).toBe(20)

  const off = await ask({ search: 'name=many-*', action: 'poweroff' })
  expect(await world.jobEnd(off.jobId)).toMatchObject({ state: 'succeeded' })
  expect(await world.db.vm.count({ where: { name: { startsWith: 'many-' }, status: 'down' } })).toBe(20)
}, 120_000)

it('does only what the caller may', async () => {
  const [own, other] = [await made('own'), await made('other')]
  const user: Grant[] = [{ role: 'UserRole', objectType: 'vm', objectId: own }, { role: 'ReadOnlyAdmin', objectType: 'vm', objectId: other }]
  const { jobId, refused } = await ask({ ids: [own, other], action: 'start' }, user)
  expect(refused).toMatchObject([{ vm: { name: 'other' }, reason: { code: 'forbidden' } }])
  await world.jobEnd(jobId)
  expect(await outcome(jobId)).toEqual({ own: 'succeeded', other: 'refused forbidden' })
  await expect(ask({ ids: [own, other], action: 'delete' }, user)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  await expect(ask({ search: 'name=other', action: 'start' }, [])).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

it('gives and takes tags, deletes with the disks to keep, and refuses nonsense', async () => {
  const ids = [await made('gone-1'), await made('gone-2')]
  const [kept] = await world.db.disk.findMany({ where: { vmId: ids[0] ?? '' } })
  await world.jobEnd((await ask({ ids, action: 'tags', options: { addTags: ['lab', 'old'] } })).jobId)
  await world.jobEnd((await ask({ search: 'tag=lab', action: 'tags', options: { removeTags: ['old'] } })).jobId)
  expect(await world.db.tag.findMany({ select: { name: true } })).toEqual([{ name: 'lab' }])
  expect(await world.jobEnd((await ask({ ids, action: 'delete', options: { keep: [kept?.id] } })).jobId)).toMatchObject({ state: 'succeeded' })
  expect([await world.db.vm.count({ where: { id: { in: ids } } }), await world.db.disk.count({ where: { id: kept?.id ?? '', vmId: null } })]).toEqual([0, 1])
  await expect(ask({ action: 'start' })).rejects.toMatchObject({ code: 'BAD_INPUT' })
  await expect(ask({ ids: [randomUUID()], action: 'tags' })).rejects.toMatchObject({ code: 'BAD_INPUT' })
})

it('ends early when it is cancelled: what waits does not begin', async () => {
  const ids = await several(20, 'stop')
  const { reached, release } = world.agents[0]?.faults.hold('vm.ensureRunning') ?? { reached: Promise.resolve(), release: () => undefined }
  const { jobId } = await ask({ ids, action: 'start' })
  await reached
  await cancelJob(world.context(), { id: jobId })
  await world.until(async () => (await world.db.bulkItem.count({ where: { jobId, state: 'waiting' } })) === 0)
  release()
  expect(await world.jobEnd(jobId)).toMatchObject({ state: 'cancelled' })
  const states = Object.values(await outcome(jobId))
  expect(states.filter(state => state.startsWith('cancelled')).length).toBeGreaterThanOrEqual(4)
  expect(await world.db.vm.count({ where: { id: { in: ids }, jobId: { not: null } } })).toBe(0)
}, 120_000)

it('tags more at once than are in work at once', async () => {
  const ids = await several(40, 'marked')
  expect(await world.jobEnd((await ask({ ids, action: 'tags', options: { addTags: ['herd'] } })).jobId)).toMatchObject({ state: 'succeeded' })
  expect(await world.db.vmTag.count({ where: { vmId: { in: ids } } })).toBe(40)
}, 120_000)

it('takes a thousand: those that can are begun, and each of the others has its reason', async () => {
  const up = await several(990, 'herd')
  await world.db.vm.updateMany({ where: { id: { in: up } }, data: { status: 'up' } })
  const down = await several(10, 'calf')
  const { jobId, accepted } = await ask({ ids: [...up, ...down], action: 'start' })
  // Not at each of its many changes: looking would be most of the work.
  const shares = new Set<number>()
  const ended = async () => {
    for (;;) {
      const { progress, endedAt, error } = await world.db.job.findUniqueOrThrow({ where: { id: jobId } })
      shares.add(progress)
      if (endedAt) return error
      await setTimeout(250)
    }
  }
  expect(await ended()).toMatchObject({ reason: { code: 'bulk_partly', params: { succeeded: 10, failed: 0, refused: 990, cancelled: 0 } } })
  expect([accepted, shares.size > 3]).toEqual([1000, true])
  expect((await bulkItems(world.db, jobId)).filter(({ state, reason }) => state === 'refused' && reason?.code === 'wrong_state')).toHaveLength(990)
  expect(await world.db.job.count({ where: { kind: 'vm.start', subjectId: { in: [...up, ...down] } } })).toBe(10)
  expect(await world.db.vm.count({ where: { id: { in: down }, status: 'up' } })).toBe(10)
  await several(1, 'calf-more')
  await expect(ask({ search: 'name=herd-* or name=calf-*', action: 'shutdown' })).rejects.toMatchObject({ code: 'BAD_INPUT' })
}, 240_000)
