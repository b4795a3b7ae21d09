import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { blankSpec, callOn, step, withStorage } from '@/server/agent/testing/specs'
import { testHost } from '@/server/agent/testing/test-host'
import type { TestHost } from '@/server/agent/testing/test-host'

let host: TestHost
beforeAll(async () => {
  host = await testHost()
  await withStorage(host)
})
afterAll(() => host[Symbol.asyncDispose]())

describe('the event stream', { timeout: 60_000 }, () => {
  it('tells what happens behind the manager’s back', async () => {
    const spec = await blankSpec(host)
    await host.client.vm.ensureRunning({ ...step(), spec })
    await using log = await host.watch()
    await host.virsh('suspend', spec.id)
    expect(await log.next('vm', ({ vm }) => vm.id === spec.id && vm.state === 'paused')).toMatchObject({ vm: { reason: 'user' }, cause: 'suspended/paused' })
    await host.virsh('destroy', spec.id)
    await log.next('vm', ({ vm }) => vm.id === spec.id && vm.state === 'down' && vm.reason === 'destroyed')
    await host.virsh('undefine', spec.id)
    await log.next('vm-gone', ({ id }) => id === spec.id)
  })

  it('carries figures of machines, host and storage, which grow into rates', async () => {
    const spec = await blankSpec(host)
    await host.client.vm.ensureRunning({ ...step(), spec })
    await using log = await host.watch()
    const of = (stats: { vms: { vmId: string }[] }) => stats.vms.some(({ vmId }) => vmId === spec.id)
    await log.next('stats', of)
    const { vms, host: sample, storage } = await log.next('stats', of, log.mark)
    expect(vms.find(({ vmId }) => vmId === spec.id)).toMatchObject({ cpuPercent: expect.any(Number), memoryRssMiB: expect.any(Number) })
    expect(sample.memoryUsedMiB).toBeGreaterThan(0)
    expect(sample.cpuPercent).toBeGreaterThan(0)
    expect(storage).toMatchObject([{ path: host.storagePath, writable: true, error: null }])
    await host.client.vm.ensureAbsent(callOn(spec))
  })

  it('survives libvirtd: down, up, a fresh snapshot, and events go on; the machine never stops', async () => {
    const spec = await blankSpec(host)
    const { startedAt } = await host.client.vm.ensureRunning({ ...step(), spec })
    await using log = await host.watch()
    await host.daemon.signalLibvirtd('KILL')
    await log.next('libvirt', ({ state }) => state === 'down')
    await expect(host.client.vm.get({ id: spec.id })).rejects.toMatchObject({ code: 'LIBVIRT' })
    const mark = log.mark
    await host.daemon.startLibvirtd()
    await log.next('libvirt', ({ state }) => state === 'up', mark)
    const { vms, libvirt } = await log.next('snapshot', () => true, mark)
    expect(libvirt).toBe('up')
    expect(vms.find(({ id }) => id === spec.id)).toMatchObject({ state: 'running', startedAt })
    await host.virsh('suspend', spec.id)
    await log.next('vm', ({ vm }) => vm.id === spec.id && vm.state === 'paused', mark)
    await host.client.vm.ensureAbsent(callOn(spec))
  })

  it('begins with libvirt down when it is', async () => {
    await host.daemon.signalLibvirtd('KILL')
    await using log = await host.watch()
    expect(log.events[0]).toMatchObject({ type: 'snapshot', libvirt: 'down', vms: [] })
    await host.daemon.startLibvirtd()
    await log.next('snapshot', ({ libvirt }) => libvirt === 'up')
  })

  it('goes to each manager connection', async () => {
    const spec = await blankSpec(host)
    await using first = await host.watch()
    await using second = await host.watch()
    await host.client.vm.ensureDefined({ ...step(), spec })
    for (const log of [first, second]) await log.next('vm', ({ vm }) => vm.id === spec.id)
    await host.client.vm.ensureAbsent(callOn(spec))
  })
})
