import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { blankSpec, callOn, step, withStorage } from './testing/specs'
import { testHost } from './testing/test-host'
import type { TestHost } from './testing/test-host'

let host: TestHost
beforeAll(async () => {
  host = await testHost()
  await withStorage(host)
})
afterAll(() => host[Symbol.asyncDispose]())

/** QEMU processes of a machine, as the host counts them. */
const processes = async (id: string): Promise<number> => {
  const found = await host.daemon
    .exec('pgrep', '--full', '--count', `^/usr/bin/qemu-system.*-uuid ${id}`)
    .catch((error: { stdout?: string }) => error.stdout ?? '0')
  return Number(found)
}

describe('kill -9 of the agent', { timeout: 120_000 }, () => {
  it.each([0, 5, 20, 60, 150])('%i ms into a start: afterwards one QEMU or none, and the next call finishes it', async (ms) => {
    const spec = await blankSpec(host)
    const asking = host.client.vm.ensureRunning({ ...step(), spec }).catch(() => null)
    await new Promise((resolve) => setTimeout(resolve, ms))
    await host.killAgent()
    await asking
    await host.startAgent()
    expect(await processes(spec.id)).toBeLessThanOrEqual(1)
    expect(await host.client.vm.ensureRunning({ ...step(), spec })).toMatchObject({ state: 'running' })
    expect(await processes(spec.id)).toBe(1)
    await host.client.vm.ensureAbsent(callOn(spec))
    expect(await processes(spec.id)).toBe(0)
  })

  it('leaves machines running, and the next agent finds them as they are', async () => {
    const spec = await blankSpec(host, { generation: 7 })
    const before = await host.client.vm.ensureRunning({ ...step(), spec })
    await host.killAgent()
    expect(await processes(spec.id)).toBe(1)
    await host.startAgent()
    await using log = await host.watch()
    // A snapshot taken before libvirt answered says `down` and knows no machines.
    expect((await log.next('snapshot', ({ libvirt }) => libvirt === 'up')).vms).toContainEqual(before)
    await expect(host.client.vm.ensureStopped({ ...step(), id: spec.id, generation: 6 })).rejects.toMatchObject({ code: 'STALE_GENERATION' })
    await host.virsh('suspend', spec.id)
    await log.next('vm', ({ vm }) => vm.id === spec.id && vm.state === 'paused')
    await host.client.vm.ensureAbsent(callOn(spec))
  })

  it('does not make it repeat a reset', async () => {
    const spec = await blankSpec(host)
    await host.client.vm.ensureRunning({ ...step(), spec })
    const reset = callOn(spec)
    await host.client.vm.reset(reset)
    await host.killAgent()
    await host.startAgent()
    await using log = await host.watch()
    await host.client.vm.reset(reset)
    // libvirt's events come in order: a reset would be told before the suspension that follows it.
    await host.virsh('suspend', spec.id)
    await log.next('vm', ({ vm }) => vm.id === spec.id && vm.state === 'paused')
    expect(log.events.filter((event) => event.type === 'vm' && event.cause === 'reboot')).toEqual([])
    await host.client.vm.ensureResumed(callOn(spec))
    await host.client.vm.reset(callOn(spec))
    await log.next('vm', ({ cause }) => cause === 'reboot')
    await host.client.vm.ensureAbsent(callOn(spec))
    expect(await readFile(join(host.dataDir, 'journal'), 'utf8')).toContain(reset.stepId)
  })

  it('and of libvirtd at once: both come back and the machine was never gone', async () => {
    const spec = await blankSpec(host)
    await host.client.vm.ensureRunning({ ...step(), spec })
    await Promise.all([host.killAgent(), host.daemon.signalLibvirtd('KILL')])
    await host.startAgent()
    await host.daemon.startLibvirtd()
    await using log = await host.watch()
    const { vms } = await log.next('snapshot', ({ libvirt }) => libvirt === 'up')
    expect(vms.find(({ id }) => id === spec.id)).toMatchObject({ state: 'running' })
    expect(await processes(spec.id)).toBe(1)
    await host.client.vm.ensureAbsent(callOn(spec))
  })
})

describe('kill -9 of the agent while it copies an image', { timeout: 120_000 }, () => {
  it('ends the copy, and the next call begins it anew', async () => {
    const template = join(host.storagePath, 'templates', 'big.img')
    const image = join(host.storagePath, 'images', 'copy.qcow2')
    // Random bytes: zeros would not be copied at all.
    await host.daemon.exec('dd', 'if=/dev/urandom', `of=${template}`, 'bs=1M', 'count=256', 'status=none')
    const wish = {
      ...step(),
      storagePath: host.storagePath,
      path: image,
      format: 'qcow2' as const,
      sizeMiB: 256,
      source: { path: template, format: 'raw' as const, mode: 'copy' as const },
    }
    const log = await host.watch()
    const asking = host.client.disk.ensure(wish).catch(() => null)
    await log.next('task', ({ stepId, done }) => stepId === wish.stepId && !done)
    await host.killAgent()
    await asking
    const copies = () => host.daemon.exec('pgrep', '--full', '--count', '^qemu-img convert').catch(() => '0')
    await expect.poll(copies).toBe('0')
    await expect(stat(image)).rejects.toMatchObject({ code: 'ENOENT' })
    await host.startAgent()
    expect(await host.client.disk.ensure(wish)).toMatchObject({ sizeMiB: 256 })
    await host.daemon.exec('qemu-img', 'compare', '-f', 'raw', '-F', 'qcow2', template, image)
    expect((await readdir(join(host.storagePath, 'images'))).filter((name) => name.endsWith('.partial'))).toEqual([])
  })
})

/**
 * The libvirtd that comes after looks for the QEMU of an unfinished start for up to 30 s and holds the machine meanwhile; whoever asks
 * for it then is refused after another 30 s (QEMU_JOB_WAIT_TIME).
 */
const settledMs = 150_000

describe('kill -9 of libvirtd', { timeout: 200_000 }, () => {
  it('during a start: afterwards one QEMU or none, and the next call finishes it', async () => {
    const spec = await blankSpec(host)
    const asking = host.client.vm.ensureRunning({ ...step(), spec }).catch(() => null)
    await new Promise((resolve) => setTimeout(resolve, 30))
    await host.daemon.signalLibvirtd('KILL')
    await asking
    await host.daemon.startLibvirtd()
    await using log = await host.watch()
    await log.next('snapshot', ({ libvirt }) => libvirt === 'up')
    // That snapshot may be of the moment before the agent saw its connection end; then the first call still meets the loss.
    await vi.waitFor(async () => expect(await host.client.vm.ensureRunning({ ...step(), spec })).toMatchObject({ state: 'running' }), settledMs)
    expect(await processes(spec.id)).toBe(1)
    await host.client.vm.ensureAbsent(callOn(spec))
  })

  it('ends a start that libvirtd left half done, and starts anew', async () => {
    const spec = await blankSpec(host)
    const asking = host.client.vm.ensureRunning({ ...step(), spec }).catch(() => null)
    // A frozen QEMU answers no libvirtd, so the next one cannot tell how far its start has come.
    await host.daemon.exec('sh', '-c', 'until pkill --signal STOP --full "$0"; do :; done', `^/usr/bin/qemu-system.*-uuid ${spec.id}`)
    await host.daemon.signalLibvirtd('KILL')
    await asking
    await host.daemon.startLibvirtd()
    await using log = await host.watch()
    const { vms } = await log.next('snapshot', ({ libvirt }) => libvirt === 'up')
    expect(vms.find(({ id }) => id === spec.id)).toMatchObject({ state: 'paused', reason: 'starting_up' })
    await vi.waitFor(async () => expect(await host.client.vm.ensureRunning({ ...step(), spec })).toMatchObject({ state: 'running' }), settledMs)
    expect(await processes(spec.id)).toBe(1)
    await host.client.vm.ensureAbsent(callOn(spec))
  })
})
