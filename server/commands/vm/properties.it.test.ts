import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startedWorld } from '@/e2e/engine/world'
import type { World } from '@/e2e/engine/world'
import { listDisks } from '@/server/store/list/disk'
import { listVms } from '@/server/store/list/vm'
import type { Caller } from '@/server/store/scope'
import { removeVm } from './remove'
import { setVmProperties } from './set-properties'

let world: World
beforeAll(async () => { world = await startedWorld() })
afterAll(() => world.close())

const admin: Caller = { id: randomUUID(), username: 'admin', grants: [{ role: 'SuperUser', objectType: 'system', objectId: null }] }
const row = (id: string) => world.db.vm.findUniqueOrThrow({ where: { id } })
const found = async (search: string) => (await listVms(world.db, { search, limit: 50 }, admin)).items
const set = (id: string, properties: Omit<Parameters<typeof setVmProperties>[1], 'id'>) => setVmProperties(world.context(), { id, ...properties })

describe('properties of a machine', () => {
  it('are found by tag and comment, and change no definition', async () => {
    const [one, two] = [await world.vm(), await world.vm()]
    const { generation } = await row(one)
    await set(one, { tags: ['prod', 'web', 'prod'], comment: 'nightly', customFields: { cost: '42' } })
    await set(two, { tags: ['web'] })
    expect((await found('tag=prod')).map(({ id, tags, comment }) => ({ id, tags, comment }))).toEqual([{ id: one, tags: ['prod', 'web'], comment: 'nightly' }])
    expect((await found('tag=web and not comment~night')).map(({ id }) => id)).toEqual([two])
    expect(await row(one)).toMatchObject({ generation, customFields: { cost: '42' } })
    await set(one, { tags: [] })
    expect(await world.db.tag.findMany({ select: { name: true } })).toEqual([{ name: 'web' }])
  })

  it('with a bad tag, a strange owner, or autostart beside HA change nothing', async () => {
    const id = await world.vm()
    await set(id, { haEnabled: true })
    await expect(set(id, { tags: ['two words'], comment: 'x' })).rejects.toMatchObject({ code: 'BAD_INPUT', detail: { field: 'tags' } })
    await expect(set(id, { ownerId: randomUUID(), comment: 'x' })).rejects.toMatchObject({ code: 'NOT_FOUND', detail: { field: 'ownerId' } })
    await expect(set(id, { autostart: true })).rejects.toMatchObject({ code: 'BAD_INPUT', detail: { reason: { code: 'autostart_ha' } } })
    expect(await row(id)).toMatchObject({ comment: '', ownerId: null, autostart: false, haEnabled: true })
  })

  it('autostart reaches the host, and comes back after somebody takes it off there', async () => {
    const id = await world.vm()
    await set(id, { autostart: true })
    await world.until(async () => (await row(id)).observedAutostart)
    const agent = world.agentOf((await row(id)).hostId)
    const machine = () => agent.state().machines.find(({ spec }) => spec.id === id)
    expect(machine()?.autostart).toBe(true)
  })

  it('a protected machine is not deleted', async () => {
    const id = await world.vm()
    await set(id, { deleteProtected: true })
    await expect(removeVm(world.context(), { id })).rejects.toMatchObject({ code: 'WRONG_STATE', detail: { reason: { code: 'protected' } } })
    await set(id, { deleteProtected: false })
    expect(await world.jobEnd((await removeVm(world.context(), { id })).jobId)).toMatchObject({ state: 'succeeded' })
  })
})

describe('deleting a machine', () => {
  const diskOf = (id: string) => world.db.disk.findFirstOrThrow({ where: { vmId: id } })

  it('keeps the disks that are to be kept, which float from then on', async () => {
    const id = await world.vm()
    const { id: diskId, path } = await diskOf(id)
    await expect(removeVm(world.context(), { id, keep: [randomUUID()] })).rejects.toMatchObject({ code: 'BAD_INPUT', detail: { field: 'keep' } })
    expect(await world.jobEnd((await removeVm(world.context(), { id, keep: [diskId] })).jobId)).toMatchObject({ state: 'succeeded' })
    expect((await listDisks(world.db, { search: 'floating=true', limit: 50 }, admin)).items).toMatchObject([{ id: diskId, vm: null }])
    expect(world.folder.has(path)).toBe(true)
  })

  it('removes an image only when no other disk has it', async () => {
    const [one, two] = [await world.vm(), await world.vm()]
    const { path } = await diskOf(one)
    await world.db.disk.updateMany({ where: { vmId: two }, data: { path } })
    expect(await world.jobEnd((await removeVm(world.context(), { id: one })).jobId)).toMatchObject({ state: 'succeeded' })
    expect(world.folder.has(path)).toBe(true)
    expect(await world.jobEnd((await removeVm(world.context(), { id: two })).jobId)).toMatchObject({ state: 'succeeded' })
    expect(world.folder.has(path)).toBe(false)
  })
})
