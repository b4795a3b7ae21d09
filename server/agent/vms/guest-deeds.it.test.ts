import { afterAll, beforeAll, expect, it } from 'vitest'
import type { VmSpec } from '@/server/contract/agent/vm'
import { guestSpec, step, withStorage } from '@/server/agent/testing/specs'
import { testHost } from '@/server/agent/testing/test-host'
import type { TestHost } from '@/server/agent/testing/test-host'
import { sharedGuest } from '@/server/setup/guest/testing'
import { waitFor } from '@/server/setup/wait'

let host: TestHost
let spec: VmSpec
beforeAll(async () => {
  const { disk } = await sharedGuest()
  host = await testHost()
  await withStorage(host)
  spec = await guestSpec(host, disk)
  await host.client.vm.ensureRunning({ ...step(), spec })
  const answers = await waitFor(async () => (await host.client.vm.get({ id: spec.id }))?.guest ?? false, 120_000, 500)
  expect(answers).toBeTruthy()
}, 240_000)
afterAll(() => host[Symbol.asyncDispose]())

it('tells who is in the guest and what file systems it has', async () => {
  const { users, fileSystems } = await host.client.guest.details({ id: spec.id })
  expect([Array.isArray(users), Array.isArray(fileSystems)]).toEqual([true, true])
})

it('says that the guest agent does not know how', async () => {
  // The small guest has no program to set its clock.
  await expect(host.client.guest.ask({ id: spec.id, deed: { kind: 'sync-time' } })).rejects.toMatchObject({
    code: 'WRONG_STATE', detail: { reason: { code: 'guest_lacks' } },
  })
})

it('says why the guest refuses, and does not repeat the secret', async () => {
  const asked = host.client.guest.ask({ id: spec.id, deed: { kind: 'set-password', username: 'nobody-here', password: 'S3cret-word' } })
  const error = await asked.then(() => null, (refused: Error) => refused)
  expect(error).not.toBeNull()
  expect(JSON.stringify([error?.message, error, host.agent.log])).not.toContain('S3cret-word')
})
