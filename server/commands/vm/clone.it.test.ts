import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { everything, settled } from '@/e2e/engine/scenarios'
import { startedWorld } from '@/e2e/engine/world'
import type { World } from '@/e2e/engine/world'
import { readGeneralisation } from '@/server/store/vm/sysprep'
import { removeVm } from './remove'
import { cloneVm } from './clone'
import { setVmProperties } from './set-properties'

let world: World
beforeAll(async () => { world = await startedWorld() })
afterAll(() => world.close())

const rows = (id: string) => world.db.vm.findUniqueOrThrow({ where: { id }, include: { disks: true, nics: true, tags: true } })
const clone = async (id: string, disks: { id: string; mode: 'copy' | 'share' | 'skip' }[] = [], generalise: string[] | null = null) => {
  const { id: cloneId, jobId } = await cloneVm(world.context(), { id, name: `clone-${randomUUID().slice(0, 8)}`, disks, generalise })
  expect(await world.jobEnd(jobId)).toMatchObject({ state: 'succeeded', error: null })
  return rows(cloneId)
}

it('is like the machine, with an id, MAC addresses and images of its own that lean on nothing', async () => {
  const id = await world.vm()
  await setVmProperties(world.context(), { id, tags: ['prod'], deleteProtected: true })
  const [source, made] = [await rows(id), await clone(id)]
  expect(made).toMatchObject({ memoryMiB: source.memoryMiB, vcpus: source.vcpus, hardware: source.hardware, status: 'down', jobId: null, deleteProtected: false })
  expect(made.tags.map(({ tagId }) => tagId)).toEqual(source.tags.map(({ tagId }) => tagId))
  expect(made.nics.map(({ networkId }) => networkId)).toEqual(source.nics.map(({ networkId }) => networkId))
  expect(made.nics[0]?.mac).not.toBe(source.nics[0]?.mac)
  expect(made.disks[0]).toMatchObject({ allocation: 'copy', templateId: null, sizeMiB: source.disks[0]?.sizeMiB })
  expect([source, made].map(({ disks: [disk] }) => world.folder.get(disk?.path ?? '')?.backing)).toEqual(['/data/templates/tiny.qcow2', null])
  expect(await rows(id)).toMatchObject({ status: 'down', jobId: null })
})

it('shares a shareable disk, leaves one out, and its end touches no shared image', async () => {
  const id = await world.vm()
  const [disk] = (await rows(id)).disks
  const diskId = disk?.id ?? ''
  expect((await clone(id, [{ id: diskId, mode: 'skip' }])).disks).toEqual([])
  await world.db.disk.update({ where: { id: diskId }, data: { options: { shareable: true } } })
  const sharing = await clone(id, [{ id: diskId, mode: 'share' }])
  expect(sharing.disks).toMatchObject([{ path: disk?.path }])
  expect(await world.jobEnd((await removeVm(world.context(), { id: sharing.id })).jobId)).toMatchObject({ state: 'succeeded' })
  expect(world.folder.has(disk?.path ?? '')).toBe(true)
})

it('is refused for a running machine, a taken name, a disk that is not shareable, and changes nothing', async () => {
  const [id, up] = [await world.vm(), await world.vm({ start: true })]
  const source = await rows(id)
  await settled(world)
  const before = await everything(world)
  const refused = (wish: Partial<Parameters<typeof cloneVm>[1]>) => cloneVm(world.context(), { id, name: 'fresh', disks: [], generalise: null, ...wish })
  await expect(refused({ id: up })).rejects.toMatchObject({ code: 'WRONG_STATE' })
  await expect(refused({ name: source.name })).rejects.toMatchObject({ code: 'DUPLICATE' })
  await expect(refused({ name: 'two words' })).rejects.toMatchObject({ code: 'BAD_INPUT', detail: { field: 'name' } })
  await expect(refused({ disks: [{ id: source.disks[0]?.id ?? '', mode: 'share' }] })).rejects.toMatchObject({ detail: { reason: { code: 'not_shareable' } } })
  await expect(refused({ disks: [{ id: randomUUID(), mode: 'copy' }] })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  expect(await everything(world)).toEqual(before)
})

it('is refused for a machine with a disk that Atrium does not know, which is named, and changes nothing', async () => {
  const id = await world.vm()
  const [disk] = (await rows(id)).disks
  const xml = (more: string) => `<domain><name>adopted</name><devices><disk type="file" device="disk"><source file="${disk?.path}"/><target dev="vda"/></disk>${more}</devices></domain>`
  const kept = (definition: string) => world.db.vm.update({ where: { id }, data: { definition, definitionGeneration: 1_000 } })
  await kept(xml('<disk type="file" device="disk"><source file="/srv/second.raw"/><target dev="vdb"/></disk>'))
  await settled(world)
  const before = await everything(world)
  await expect(cloneVm(world.context(), { id, name: 'fresh', disks: [], generalise: null })).rejects.toMatchObject({
    code: 'WRONG_STATE', message: expect.stringContaining('vdb (/srv/second.raw)'), detail: { subject: { id }, reason: { code: 'clone_unknown_disks' } },
  })
  expect(await everything(world)).toEqual(before)
  await kept(xml(''))
  expect((await clone(id)).disks).toHaveLength(1)
})

it('is made general by a host that can: its copies alone, and told why where none can', async () => {
  const id = await world.vm()
  const made = await clone(id, [], ['ssh-hostkeys', 'user-account'])
  expect(made.disks.map(({ path }) => world.folder.get(path)?.generalised)).toEqual([['ssh-hostkeys', 'user-account']])
  expect((await rows(id)).disks.map(({ path }) => world.folder.get(path)?.generalised)).toEqual([undefined])
  const refused = (generalise: string[]) => cloneVm(world.context(), { id, name: 'fresh', disks: [], generalise })
  await expect(refused(['no-such-thing'])).rejects.toMatchObject({ code: 'BAD_INPUT', detail: { reason: { code: 'sysprep_operation', params: { name: 'no-such-thing' } } } })
  const host = await world.db.host.findFirstOrThrow()
  await world.db.host.updateMany({ data: { facts: { ...(host.facts as object), sysprep: null } } })
  await expect(refused(['ssh-hostkeys'])).rejects.toMatchObject({ message: 'Host h1 has no virt-sysprep: install libguestfs-tools.', detail: { reason: { code: 'no_sysprep' } } })
  expect(await readGeneralisation(world.db, id)).toEqual({ operations: [], without: ['h1'] })
})
