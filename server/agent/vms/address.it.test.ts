import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { VmSpec } from '@/server/contract/agent/vm'
import { Sound } from '@/server/contract/hardware/small-devices'
import { blankSpec, callOn, step, withStorage } from '@/server/agent/testing/specs'
import { testHost } from '@/server/agent/testing/test-host'
import type { TestHost } from '@/server/agent/testing/test-host'

let hosts: [TestHost, TestHost]

beforeAll(async () => {
  hosts = await Promise.all([testHost(), testHost()])
  for (const host of hosts) await withStorage(host)
})
afterAll(async () => {
  for (const host of hosts ?? []) await host[Symbol.asyncDispose]()
})

const nic = (last: number) => ({ id: randomUUID(), mac: `52:54:00:00:01:0${last}`, model: 'virtio', network: null })
const placesOf = (addresses: VmSpec['addresses'] | undefined) => new Map(addresses?.devices.map(({ device, address }) => [device, address]))

it('devices stay where they are: through changes, without a definition, and on another host', { timeout: 240_000 }, async () => {
  const [first, second] = hosts
  const plain = await blankSpec(first)
  const [removed, stays] = [nic(1), nic(2)]
  const spec = VmSpec.parse({ ...plain, nics: [removed, stays], hardware: { sound: Sound.parse({ model: 'ich9' }), watchdog: {}, cdroms: [{ target: 'sda' }] } })
  const started = await first.client.vm.ensureRunning({ ...step(), spec })
  const before = placesOf(started.addresses)
  expect([...before.keys()]).toEqual(expect.arrayContaining([`disk ${spec.disks[0]?.id} virtio`, `interface ${stays.id}`, 'sound ich9', 'memballoon virtio', 'video vga']))
  await first.client.vm.ensureAbsent(callOn(spec))

  // A card and the sound go, a card comes: on another host, that never had the machine.
  const path = (await blankSpec(second)).disks[0]?.path ?? ''
  const added = nic(3)
  const changed = VmSpec.parse({
    ...spec, instanceId: second.instanceId, generation: 2, addresses: started.addresses, disks: [{ ...spec.disks[0], path }], nics: [stays, added], hardware: { ...spec.hardware, sound: null },
  })
  const moved = await second.client.vm.ensureRunning({ ...step(), spec: changed })
  const after = placesOf(moved.addresses)
  const gone = [`interface ${removed.id}`, 'sound ich9']
  for (const [device, address] of before) expect([device, after.get(device)]).toEqual([device, gone.includes(device) ? undefined : address])
  expect(after.get(`interface ${added.id}`)).toBeDefined()
  await second.client.vm.ensureAbsent(callOn(changed))

  // What went comes back to its old place, and nothing gives way.
  const back = VmSpec.parse({ ...changed, generation: 3, nics: [removed, stays], addresses: started.addresses, hardware: spec.hardware })
  expect(placesOf((await second.client.vm.ensureRunning({ ...step(), spec: back })).addresses)).toEqual(before)
  await second.client.vm.ensureAbsent(callOn(back))
})
