import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { VmSpec } from '@/server/contract/agent/vm'
import { blankSpec, callOn, step, withStorage } from '@/server/agent/testing/specs'
import { testHost } from '@/server/agent/testing/test-host'
import type { TestHost } from '@/server/agent/testing/test-host'

const sizeMiB = 64
let host: TestHost
let spec: VmSpec
let from: string
beforeAll(async () => {
  host = await testHost()
  await withStorage(host)
  from = join(host.storagePath, 'images', 'old.raw')
  // Random bytes: zeros would not be copied at all.
  await host.daemon.exec('dd', 'if=/dev/urandom', `of=${from}`, 'bs=1M', `count=${sizeMiB}`, 'status=none')
  spec = await blankSpec(host)
  spec = { ...spec, disks: spec.disks.map(disk => ({ ...disk, path: from, format: 'raw' as const })) }
  await host.client.vm.ensureRunning({ ...step(), spec })
})
afterAll(() => host[Symbol.asyncDispose]())

const image = async (): Promise<{ path: string; format: 'qcow2' }> => {
  const to = { path: join(host.storagePath, 'images', `${randomUUID()}.qcow2`), format: 'qcow2' as const }
  await host.client.disk.ensure({ ...step(), storagePath: host.storagePath, ...to, sizeMiB, source: null })
  return to
}
const job = () => host.virsh('blockjob', spec.id, 'vda', '--info')
const source = async () => /<disk type='file' device='disk'>.*?<source file='([^']+)'/s.exec(await host.virsh('dumpxml', spec.id))?.[1]

/** A copy that takes its time, and how far it is. */
async function begun() {
  const wish = { ...callOn(spec), from, to: await image() }
  const log = await host.watch()
  const asking = host.client.vm.mirrorDisk({ ...wish, mibPerSecond: 2 }).then((answer) => answer, (error: unknown) => error)
  const { bytes } = await log.next('task', ({ stepId, bytes: told }) => stepId === wish.stepId && told !== undefined && told.done > 0)
  await log[Symbol.asyncDispose]()
  expect(bytes?.total).toBe(sizeMiB * 1024 ** 2)
  expect(bytes?.done).toBeLessThan(sizeMiB * 1024 ** 2)
  return { wish, asking }
}

describe('the disk of a machine that runs moves', { timeout: 120_000 }, () => {
  it('not, when it is cancelled in the middle, or when another tool ends the copy', async () => {
    const cancelled = await begun()
    expect(await host.client.vm.endMirror(cancelled.wish)).toEqual({ state: 'from' })
    expect(await cancelled.asking).toMatchObject({ code: 'LIBVIRT', detail: { reason: { code: 'mirror_broken' } } })
    const broken = await begun()
    await host.virsh('blockjob', spec.id, 'vda', '--abort')
    expect(await broken.asking).toMatchObject({ code: 'LIBVIRT', detail: { cause: { code: 'mirror' } } })
    await expect(host.client.vm.pivotDisk(broken.wish)).rejects.toMatchObject({ code: 'WRONG_STATE' })
    expect([await source(), await job()]).toEqual([from, expect.stringMatching(/No current block job/)])
    for (const { wish } of [cancelled, broken]) await host.client.disk.ensureAbsent({ ...step(), storagePath: host.storagePath, path: wish.to.path })
  })

  it('not, while another block job has it', async () => {
    const { wish, asking } = await begun()
    const other = { ...callOn(spec), from, to: await image() }
    await expect(host.client.vm.mirrorDisk(other)).rejects.toMatchObject({ code: 'IN_USE', detail: { reason: { code: 'disk_block_job' } } })
    await expect(host.client.vm.endMirror(other)).rejects.toMatchObject({ code: 'IN_USE' })
    expect(await job()).toMatch(/Bandwidth limit/)
    await host.client.vm.endMirror(wish)
    await asking
  })

  it('all the same, when agent and libvirtd are killed in the middle: with every byte, and once', async () => {
    const { wish, asking } = await begun()
    await host.killAgent()
    await host.daemon.signalLibvirtd('KILL')
    await asking
    await host.daemon.startLibvirtd()
    await host.startAgent()
    await host.virsh('blockjob', spec.id, 'vda', '--bandwidth', '0')
    expect(await host.client.vm.mirrorDisk(wish)).toEqual({ state: 'ready' })
    expect(await source()).toBe(from)
    expect(await host.client.vm.pivotDisk(wish)).toEqual({ state: 'to' })
    expect([await source(), await host.virsh('dumpxml', '--inactive', spec.id)]).toEqual([wish.to.path, expect.stringContaining(wish.to.path)])
    await host.daemon.exec('qemu-img', 'compare', '-U', '-f', 'raw', '-F', 'qcow2', from, wish.to.path)
    await host.client.vm.ensureAbsent(callOn(spec))
  })
})
