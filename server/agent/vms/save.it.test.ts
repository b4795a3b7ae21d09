import { copyFile, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { VmSpec } from '@/server/contract/agent/vm'
import { blankSpec, callOn, step, withStorage } from '@/server/agent/testing/specs'
import { testHost } from '@/server/agent/testing/test-host'
import type { TestHost } from '@/server/agent/testing/test-host'
import { waitFor } from '@/server/setup/wait'

let host: TestHost
beforeAll(async () => {
  host = await testHost()
  await withStorage(host)
  await slowHelper()
})
afterAll(() => host[Symbol.asyncDispose]())

const started = async (change: Partial<VmSpec> = {}): Promise<VmSpec> => {
  const spec = await blankSpec(host, change)
  await host.client.vm.ensureRunning({ ...step(), spec })
  return spec
}
const reason = async ({ id }: VmSpec) => (await host.virsh('domstate', '--reason', id)).trim()
const images = () => readdir(`${host.daemon.root}/var/lib/libvirt/qemu/save`)

const helper = '/usr/lib/libvirt/libvirt_iohelper'
const hold = () => join(host.storagePath, 'hold')

/** libvirt writes the memory through a program of its own. In the test's namespace that one dawdles as long as the file `hold` is there. */
const slowHelper = async (): Promise<void> => {
  const [real, slow, part] = ['real', 'slow', 'part'].map((name) => join(host.storagePath, name)) as [string, string, string]
  await copyFile(helper, real)
  const lines = [
    '#!/bin/sh',
    `while [ -e '${hold()}' ]; do`,
    `  dd bs=16k count=1 of='${part}' 2> /dev/null`,
    `  [ -s '${part}' ] || exit 0`,
    `  cat '${part}'; sleep 0.2`,
    'done',
    `exec '${real}' "$@"`,
  ]
  await writeFile(slow, `${lines.join('\n')}\n`, { mode: 0o755 })
  await host.daemon.exec('mount', '--bind', slow, helper)
}

const whileSaving = async (spec: VmSpec, work: (saving: Promise<string>, call: ReturnType<typeof callOn>) => Promise<void>): Promise<void> => {
  await writeFile(hold(), '')
  const call = callOn(spec)
  const saving = host.client.vm.ensureSaved(call).then(({ state }) => state, (error: { code: string }) => error.code)
  expect(await waitFor(async () => (await host.client.vm.get({ id: spec.id }))?.reason === 'save', 20_000, 100)).toBe(true)
  await work(saving, call).finally(letGo)
}
const letGo = () => rm(hold(), { force: true })

it('starts with its host as virsh says, too', async () => {
  const spec = await blankSpec(host)
  await host.client.vm.ensureDefined({ ...step(), spec })
  await using log = await host.watch()
  await host.client.vm.setAutostart({ ...callOn(spec), enabled: true })
  await log.next('vm', ({ vm }) => vm.id === spec.id && vm.autostart)
  expect(await host.virsh('dominfo', spec.id)).toMatch(/Autostart:\s+enable/)
  await host.client.vm.ensureAbsent(callOn(spec))
})

describe('memory saved to disk', { timeout: 120_000 }, () => {
  it('is what the next start goes on from, seen by virsh too', async () => {
    const spec = await started()
    await using log = await host.watch()
    await host.client.vm.ensureSaved(callOn(spec))
    await log.next('vm', ({ vm }) => vm.id === spec.id && vm.state === 'saved')
    expect([await reason(spec), await host.virsh('dominfo', spec.id)]).toEqual(['shut off (saved)', expect.stringMatching(/Managed save:\s+yes/)])
    await expect(host.client.vm.ensureDefined({ ...step(), spec: { ...spec, generation: 2, memoryMiB: 64 } })).rejects.toMatchObject({
      code: 'WRONG_STATE', detail: { reason: { code: 'saved_state' } },
    })
    await host.client.vm.ensureRunning({ ...step(), spec: { ...spec, generation: 2 } })
    expect(await reason(spec)).toBe('running (restored)')
    await host.client.vm.ensureAbsent({ ...callOn(spec), generation: 2 })
  })

  it('is known after libvirtd has been restarted, and found when virsh made it', async () => {
    const spec = await started()
    await host.virsh('managedsave', spec.id)
    await host.daemon.signalLibvirtd('KILL')
    await host.daemon.startLibvirtd()
    const seen = await waitFor(async () => (await host.client.vm.get({ id: spec.id }).catch(() => null)) ?? false, 20_000, 200)
    expect([seen, await reason(spec)]).toMatchObject([{ state: 'saved' }, 'shut off (unknown)'])
    await host.client.vm.ensureAbsent(callOn(spec))
  })

  it('goes with the machine', async () => {
    const spec = await started()
    await host.client.vm.ensureSaved(callOn(spec))
    expect(await images()).toEqual([`${spec.name}.save`])
    await host.client.vm.ensureAbsent(callOn(spec))
    expect(await images()).toEqual([])
  })

  it('is not written to its end when the save is aborted: the machine goes on', async () => {
    // So much that QEMU does not write all of it in its last step, in which it hears nobody.
    const spec = await started({ memoryMiB: 1024 })
    await whileSaving(spec, async (saving) => {
      expect([(await host.client.vm.abortSave(callOn(spec))).state, await saving, await images()]).toEqual(['running', 'CANCELLED', []])
    })
    await host.client.vm.ensureAbsent(callOn(spec))
  })

  it('is saved once when the agent is killed in the middle and asked again', async () => {
    const spec = await started()
    await whileSaving(spec, async (saving, call) => {
      await host.killAgent()
      expect(await saving).not.toBe('saved')
      await host.startAgent()
      const again = host.client.vm.ensureSaved(call)
      await letGo()
      expect([(await again).state, await images()]).toEqual(['saved', [`${spec.name}.save`]])
    })
    await host.client.vm.ensureAbsent(callOn(spec))
  })
})
