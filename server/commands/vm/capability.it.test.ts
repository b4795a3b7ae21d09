import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startedWorld, superUser, tellFacts, vmFrom } from '@/e2e/engine/world'
import type { World } from '@/e2e/engine/world'
import { CreateVm } from '@/server/contract/api/vm'
import { simulatedFacts } from '@/server/hosts/simulated/facts'
import { getVm } from '@/server/store/read/vm'
import { offerGroups } from '@/server/store/vm/capability'
import { makeViewerFile } from '@/server/commands/console/viewer-file'
import type { ViewerFileWish } from '@/server/commands/console/viewer-file'
import { screenHost } from '@/server/domain/console/viewer-file'
import { createVm } from './create'
import { migrateVm } from './migrate'
import { startVm } from './start'

/** Two simulated hosts, one or both without SPICE. */
let world: World
beforeAll(async () => { world = await startedWorld({ hosts: 2 }) })
afterAll(() => world.close())

const reader = superUser()
const nameOf = (at: number): Promise<string> => world.db.host.findUniqueOrThrow({ where: { id: world.agents[at]?.hostId ?? '' } }).then(({ name }) => name)

/** That host's QEMU was built without SPICE, or with it. */
const spiceOn = async (at: number, has: boolean): Promise<void> => {
  const { capabilities } = simulatedFacts('any')
  await tellFacts(world, at, { capabilities: capabilities.map(each => ({ ...each, offers: { ...each.offers, graphics: has ? ['vnc', 'spice'] : ['vnc'] } })) })
}
const spiceVm = async (): Promise<string> => {
  const { id, jobId } = await createVm(world.context(), CreateVm.parse({ ...vmFrom(world, {}), hardware: { graphics: { vnc: null, spice: {} } } }))
  expect(await world.jobEnd(jobId)).toMatchObject({ state: 'succeeded', error: null })
  return id
}

it('leaves out the host that lacks a device, at the start and for a move, and says so before', async () => {
  await spiceOn(0, true)
  await spiceOn(1, true)
  const id = await spiceVm()
  await spiceOn(0, false)
  expect((await offerGroups(world.db, world.ids.cluster)).map(({ hosts }) => hosts.length)).toEqual([1, 1])
  expect((await getVm(world.db, id, reader))?.lacking).toEqual({
    hosts: [{ host: { id: world.agents[0]?.hostId, name: await nameOf(0) }, lacks: [{ field: 'hardware.graphics.spice', code: 'lacks_graphics', params: { type: 'SPICE' }, text: 'does not offer SPICE' }] }],
    others: 1,
  })
  expect(await world.jobEnd((await startVm(world.context(), { id })).jobId)).toMatchObject({ state: 'succeeded' })
  expect((await world.db.vm.findUniqueOrThrow({ where: { id } })).hostId).toBe(world.agents[1]?.hostId)
  const moved = await world.jobEnd((await migrateVm(world.context(), { id })).jobId)
  expect(moved).toMatchObject({ state: 'failed', error: { code: 'NO_HOST', message: expect.stringContaining(`${await nameOf(0)}: does not offer SPICE`) } })
})

it('starts nothing where no host has it, and names the device and the hosts', async () => {
  await spiceOn(0, true)
  await spiceOn(1, true)
  const id = await spiceVm()
  await spiceOn(0, false)
  await spiceOn(1, false)
  const { state, error } = await world.jobEnd((await startVm(world.context(), { id })).jobId)
  expect({ state, error }).toMatchObject({ state: 'failed', error: { code: 'NO_HOST', hint: 'Change the hardware that a host lacks, or add a host that offers it.' } })
  for (const at of [0, 1]) expect(error?.message).toContain(`${await nameOf(at)}: does not offer SPICE`)
  expect((await getVm(world.db, id, reader))?.lacking.others).toBe(0)
})

it('makes a file for a viewer outside, whose password is written nowhere else', async () => {
  await spiceOn(0, true)
  await spiceOn(1, true)
  const hardware = { graphics: { vnc: null, spice: { listen: 'network', address: '0.0.0.0' } } } as const
  const { id, jobId } = await createVm(world.context(), CreateVm.parse({ ...vmFrom(world, { start: true }), hardware }))
  expect(await world.jobEnd(jobId)).toMatchObject({ state: 'succeeded', error: null })
  await world.until(() => world.db.vm.findFirst({ where: { id, status: 'up', jobId: null } }))
  const { hostId, name } = await world.db.vm.findUniqueOrThrow({ where: { id } })
  const { address } = await world.db.host.findUniqueOrThrow({ where: { id: hostId ?? '' } })
  const asked: unknown[] = []
  const open: ViewerFileWish['open'] = async (to, screen) => {
    asked.push([to, screen])
    return { address: null, port: 5901, tlsPort: null, ca: null, password: 'sekrit-1' }
  }
  const now = new Date()
  const file = await makeViewerFile(world.db, { vmId: id, type: 'spice', user: { id: randomUUID(), username: 'test' }, now, open })
  expect(asked).toEqual([[hostId, { id, type: 'spice', seconds: 120 }]])
  expect(file).toEqual({ name: `${name}.vv`, text: expect.stringContaining(`host=${screenHost(null, address)}\nport=5901\npassword=sekrit-1\n`), expiresAt: new Date(now.getTime() + 120_000) })
  const events = await world.db.event.findMany({ where: { code: 'console.viewer_file' } })
  expect(events).toHaveLength(1)
  expect(JSON.stringify([events[0]?.message, events[0]?.params])).not.toContain('sekrit-1')
})
