import { afterAll, beforeAll, expect, it } from 'vitest'
import { startedWorld, superUser, tellFacts, vmFrom } from '@/e2e/engine/world'
import type { World } from '@/e2e/engine/world'
import { CreateVm } from '@/server/contract/api/vm'
import { stratovirtHardware } from '@/server/domain/vm/stratovirt-hardware'
import { getCluster } from '@/server/store/read/cluster'
import { getVm } from '@/server/store/read/vm'
import { createVm } from './create'
import { poweroffVm } from './poweroff'
import { resumeVm } from './resume'
import { shutdownVm } from './shutdown'
import { saveVm } from './save'
import { startVm } from './start'
import { suspendVm } from './suspend'

/** Where one of two simulated hosts says that it offers StratoVirt. */
let world: World
beforeAll(async () => { world = await startedWorld({ hosts: 2 }) })
afterAll(() => world.close())

const reader = superUser()
const offer = (hypervisors: ('qemu' | 'stratovirt')[]) => tellFacts(world, 1, { hypervisors })
const wish = () => CreateVm.parse({
  ...vmFrom(world, { blank: true }), diskSizeMiB: 0, firmware: 'uefi', hardware: stratovirtHardware('x86_64', '/usr/share/stratovirt/CODE.fd', '/boot/vmlinuz'),
})
const done = async ({ jobId }: { jobId: string }) => expect(await world.jobEnd(jobId)).toMatchObject({ state: 'succeeded', error: null })

it('is refused while no host offers it, and then made on the one that does', async () => {
  await offer(['qemu'])
  await expect(createVm(world.context(), wish())).rejects.toMatchObject({ code: 'BAD_INPUT', detail: { reason: { code: 'no_stratovirt' } } })
  expect(await getCluster(world.db, world.ids.cluster, reader)).toMatchObject({ hypervisors: ['qemu'] })
  const hostId = await offer(['qemu', 'stratovirt'])
  expect(await getCluster(world.db, world.ids.cluster, reader)).toMatchObject({ hypervisors: ['qemu', 'stratovirt'] })
  const made = await createVm(world.context(), wish())
  await done(made)
  expect((await world.db.vm.findUniqueOrThrow({ where: { id: made.id } })).hostId).toBe(hostId)
})

it('can be started, paused, resumed and forced off, and nothing else', async () => {
  await offer(['qemu', 'stratovirt'])
  const made = await createVm(world.context(), wish())
  await done(made)
  const id = made.id
  await done(await startVm(world.context(), { id }))
  for (const refused of [() => shutdownVm(world.context(), { id, timeoutSeconds: 5 }), () => saveVm(world.context(), { id })]) {
    await expect(refused()).rejects.toMatchObject({ code: 'WRONG_STATE', detail: { reason: { code: 'stratovirt_action' } } })
  }
  const shown = await getVm(world.db, id, reader)
  expect(Object.entries(shown?.actions ?? {}).filter(([, { reason }]) => reason?.code === 'stratovirt_action').map(([name]) => name).sort()).toEqual(['discardSaved', 'migrate', 'reboot', 'reset', 'runOnce', 'save', 'shutdown'])
  await done(await suspendVm(world.context(), { id }))
  await done(await resumeVm(world.context(), { id }))
  await done(await poweroffVm(world.context(), { id }))
})
