import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { VmSpec } from '@/server/contract/agent/vm'
import { sharedGuest } from '@/server/setup/guest/testing'
import { callOn, guestSpec, step, withStorage } from '@/server/agent/testing/specs'
import { Terminal } from '@/server/agent/testing/terminal'
import { testHost } from '@/server/agent/testing/test-host'
import type { TestHost } from '@/server/agent/testing/test-host'
import type { EventLog } from '@/server/agent/testing/event-log'

let host: TestHost
let disk: string
beforeAll(async () => {
  ;({ disk } = await sharedGuest())
  host = await testHost()
  await withStorage(host)
})
afterAll(() => host[Symbol.asyncDispose]())

/** Its last words before somebody can log in. */
const ready = /TINY-READY[^]*login: $/

/** Starts the guest and waits until it says on the serial line that it is ready. */
const boot = async (change: Partial<VmSpec> = {}): Promise<{ spec: VmSpec; serial: Terminal }> => {
  const spec = await guestSpec(host, disk, change)
  await host.client.vm.ensureRunning({ ...step(), spec, paused: true })
  const serial = new Terminal(host.console(spec.id, 'serial'))
  await new Promise((resolve, reject) => serial.socket.once('open', resolve).once('error', reject))
  await host.client.vm.ensureResumed(callOn(spec))
  await serial.until(ready)
  return { spec, serial }
}

/** It was down before its start, too: what counts is an event with `stopped` as cause. */
const stopped = (log: EventLog, { id }: VmSpec) => log.next('vm', ({ vm, cause }) => vm.id === id && vm.state === 'down' && cause.startsWith('stopped'))
const guestKnown = (log: EventLog, { id }: VmSpec) => log.next('vm', ({ vm }) => vm.id === id && vm.guest !== null)

describe('a guest', { timeout: 120_000 }, () => {
  it('tells its name, system and addresses through its agent, and shuts down through it', async () => {
    await using log = await host.watch()
    const { spec } = await boot()
    const { vm } = await guestKnown(log, spec)
    expect(vm.guest).toMatchObject({ hostname: 'tiny', os: expect.stringContaining('Tiny') })
    const shutdown = { ...callOn(spec), method: 'agent' as const }
    await host.client.vm.requestShutdown(shutdown)
    expect((await stopped(log, spec)).vm).toMatchObject({ reason: 'shutdown', guest: null, startedAt: null })
    // The step is known: it is not sent to a machine that was started again meanwhile.
    await host.client.vm.requestShutdown(shutdown)
    await host.client.vm.ensureAbsent(callOn(spec))
  })

  it('shuts down by the ACPI button', async () => {
    await using log = await host.watch()
    const { spec } = await boot()
    await host.client.vm.requestShutdown({ ...callOn(spec), method: 'acpi' })
    expect((await stopped(log, spec)).vm.reason).toBe('shutdown')
    await host.client.vm.ensureAbsent(callOn(spec))
  })

  it('reboots through its agent and comes back; a repeated step does not reboot it again', async () => {
    await using log = await host.watch()
    const { spec, serial } = await boot()
    await guestKnown(log, spec)
    const reboot = { ...callOn(spec), method: 'agent' as const }
    await host.client.vm.reboot(reboot)
    await serial.until(ready)
    await log.next('vm', ({ vm, cause }) => vm.id === spec.id && cause === 'reboot')
    await host.client.vm.reboot(reboot)
    serial.type('root\n')
    await serial.until(/# /)
    serial.type('echo still-$((40 + 2))\n')
    await serial.until(/still-42/)
    await host.client.vm.ensureAbsent(callOn(spec))
  })

  it('is reset once per step, which is told as one reboot', async () => {
    await using log = await host.watch()
    const { spec, serial } = await boot()
    const reset = callOn(spec)
    await host.client.vm.reset(reset)
    await serial.until(ready)
    await guestKnown(log, spec)
    expect(log.events.filter(event => event.type === 'vm' && event.vm.id === spec.id && event.cause === 'reboot')).toHaveLength(1)
    await host.client.vm.reset(reset)
    serial.type('root\n')
    await serial.until(/# /)
    await host.client.vm.ensureAbsent(callOn(spec))
  })

  it('that is stuck while it shuts down can be forced off at once', async () => {
    const { spec, serial } = await boot()
    serial.type('root\n')
    await serial.until(/# /)
    // The agent is there, but frozen: it takes questions and never answers.
    serial.type('killall -STOP qemu-ga; echo frozen-$((1 + 1))\n')
    await serial.until(/frozen-2/)
    const request = { ...callOn(spec), method: 'agent' as const }
    const asking = host.client.vm.requestShutdown(request)
    await expect.poll(() => readFile(join(host.dataDir, 'journal'), 'utf8')).toContain(request.stepId)
    expect((await host.client.vm.ensureStopped(callOn(spec))).state).toBe('down')
    // It had not been given up when the machine went: had the force-off waited for it, it would have ended in TIMEOUT.
    await expect(asking).resolves.toEqual({})
    await host.client.vm.ensureAbsent(callOn(spec))
  })

  it('whose agent dies while it is asked to shut down still hears the ACPI button', async () => {
    await using log = await host.watch()
    const { spec, serial } = await boot()
    serial.type('root\n')
    await serial.until(/# /)
    serial.type('killall -STOP qemu-ga; echo frozen-$((1 + 1))\n')
    await serial.until(/frozen-2/)
    const request = { ...callOn(spec), method: 'agent' as const }
    const asking = host.client.vm.requestShutdown(request)
    await expect.poll(() => readFile(join(host.dataDir, 'journal'), 'utf8')).toContain(request.stepId)
    serial.type('killall -KILL qemu-ga\n')
    // libvirt takes the silence for obedience, or says that the agent is gone: it ends either way, and the machine runs on.
    await asking.catch(() => undefined)
    expect((await host.client.vm.get({ id: spec.id }))?.state).toBe('running')
    await host.client.vm.requestShutdown({ ...callOn(spec), method: 'acpi' })
    expect((await stopped(log, spec)).vm.reason).toBe('shutdown')
    await host.client.vm.ensureAbsent(callOn(spec))
  })

  it('can be photographed', async () => {
    const { spec } = await boot()
    const picture = await host.client.vm.screenshot({ id: spec.id })
    expect([picture.type, picture.size > 1000]).toEqual([expect.stringMatching(/^image\//), true])
    await host.client.vm.ensureStopped(callOn(spec))
    await expect(host.client.vm.screenshot({ id: spec.id })).rejects.toMatchObject({ code: 'WRONG_STATE' })
  })

  it('boots with UEFI too', async () => {
    const spec = await guestSpec(host, disk, { firmware: 'uefi' })
    await host.client.vm.ensureRunning({ ...step(), spec })
    expect(await host.virsh('dumpxml', spec.id)).toMatch(/OVMF/)
    await host.client.vm.ensureAbsent(callOn(spec))
    expect((await host.daemon.exec('find', '/var/lib/libvirt/qemu/nvram', '-type', 'f')).trim()).toBe('')
  })
})
