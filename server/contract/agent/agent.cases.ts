import { randomUUID } from 'node:crypto'
import type { ContractRouterClient } from '@orpc/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AgentContract } from './agent'
import type { AgentEvent } from './event'
import { capabilityCases } from './capabilities.cases'
import { diskCases } from './disk.cases'
import { liveCases } from './live.cases'
import { onceCases } from './once.cases'
import { importCases } from './import.cases'
import { uploadCases } from './upload.cases'
import { migrationCases } from './migration.cases'
import { storageCases } from './storage.cases'
import { VmSpec } from './vm'

/** What the cases need of an agent: its client, and who calls. */
export interface ContractSetup {
  client: ContractRouterClient<AgentContract>
  /** Instance id of the calling manager. */
  instanceId: string
  /** A folder for a storage domain. */
  storagePath: string
  /** Bytes of an upload, from `offset` on; how far the host is then. Errors: as the calls. */
  send: (uploadId: string, offset: number, bytes: Buffer) => Promise<number>
  dispose: () => PromiseLike<void>
}

/** The first event that fits; the stream is closed afterwards. */
const until = async (stream: AsyncIterable<AgentEvent>, fits: (event: AgentEvent) => boolean): Promise<AgentEvent[]> => {
  const seen: AgentEvent[] = []
  for await (const event of stream) {
    seen.push(event)
    if (fits(event)) return seen
  }
  throw new Error(`the stream ended after ${JSON.stringify(seen)}`)
}

/**
 * What every agent must do, the real one and the simulated one alike: call this in a test file of each. Machines here have
 * a blank disk and little memory: they stop in the firmware, which is all that is needed.
 */
export const agentContractCases = (name: string, setup: () => Promise<ContractSetup>): void => {
  describe(`agent contract: ${name}`, () => {
    let on: ContractSetup
    beforeAll(async () => {
      on = await setup()
      await on.client.storage.ensureDomain({ stepId: randomUUID(), id: randomUUID(), path: on.storagePath })
    })
    afterAll(async () => {
      await on.dispose()
    })

    const step = () => ({ stepId: randomUUID() })
    const diskOf = (vmId: string) => `${on.storagePath}/images/${vmId}.qcow2`

    const newSpec = async (change: Partial<VmSpec> = {}): Promise<VmSpec> => {
      const id = randomUUID()
      const path = diskOf(id)
      await on.client.disk.ensure({ ...step(), storagePath: on.storagePath, path, format: 'qcow2', sizeMiB: 8, source: null })
      const disk = { id: randomUUID(), path, format: 'qcow2' as const, bus: 'virtio' as const, target: 'vda' }
      return VmSpec.parse({
        id,
        name: `case-${id.slice(0, 8)}`,
        description: '',
        instanceId: on.instanceId,
        generation: 1,
        memoryMiB: 32,
        vcpus: 1,
        virtType: 'auto',
        firmware: 'bios',
        disks: [disk],
        nics: [],
        configDrive: null,
        ...change,
      })
    }
    const running = async (change: Partial<VmSpec> = {}): Promise<VmSpec> => {
      const spec = await newSpec(change)
      await on.client.vm.ensureRunning({ ...step(), spec })
      return spec
    }
    const call = ({ id, generation }: VmSpec) => ({ ...step(), id, generation })

    capabilityCases({ on: () => on, newSpec, running })

    it('defines a machine, which is down then, and shows its generation', async () => {
      const spec = await newSpec({ description: 'a <machine> & more' })
      expect(await on.client.vm.ensureDefined({ ...step(), spec })).toMatchObject({
        id: spec.id,
        name: spec.name,
        state: 'down',
        instanceId: on.instanceId,
        generation: 1,
        memoryMiB: 32,
        vcpus: 1,
        consoles: [],
      })
      expect((await on.client.vm.list()).map(({ id }) => id)).toContain(spec.id)
      expect(await on.client.vm.ensureDefined({ ...step(), spec: { ...spec, generation: 2, memoryMiB: 48, vcpus: 2 } })).toMatchObject({
        generation: 2,
        memoryMiB: 48,
        vcpus: 2,
        state: 'down',
      })
      expect((await on.client.vm.xml({ id: spec.id })).xml).toContain(spec.name)
    })

    it('starts a machine, and leaves one that runs alone', async () => {
      const spec = await newSpec()
      const first = await on.client.vm.ensureRunning({ ...step(), spec })
      expect(first).toMatchObject({ id: spec.id, state: 'running', generation: 1, consoles: expect.arrayContaining(['vnc', 'serial']) })
      expect(first.startedAt).toBeGreaterThan(0)
      const second = await on.client.vm.ensureRunning({ ...step(), spec })
      expect(second).toMatchObject({ state: 'running', startedAt: first.startedAt })
      await on.client.vm.ensureStopped(call(spec))
    })

    it('starts paused when asked, and resumes', async () => {
      const spec = await newSpec()
      expect((await on.client.vm.ensureRunning({ ...step(), spec, paused: true })).state).toBe('paused')
      expect((await on.client.vm.ensureResumed(call(spec))).state).toBe('running')
      await on.client.vm.ensureStopped(call(spec))
    })

    it('finds no images where there are none', async () => {
      expect(await on.client.media.list({ storagePath: `${on.storagePath}/nowhere` })).toEqual([])
    })

    it('suspends and resumes, each as often as asked', async () => {
      const spec = await running()
      for (const state of ['paused', 'paused']) expect((await on.client.vm.ensureSuspended(call(spec))).state).toBe(state)
      for (const state of ['running', 'running']) expect((await on.client.vm.ensureResumed(call(spec))).state).toBe(state)
      await on.client.vm.ensureStopped(call(spec))
    })

    it('saves the memory, keeps the definition of the save, and goes on from it', async () => {
      const spec = await running()
      for (const state of ['saved', 'saved']) expect(await on.client.vm.ensureSaved(call(spec))).toMatchObject({ state, startedAt: null, consoles: [] })
      expect((await on.client.vm.ensureStopped(call(spec))).state).toBe('saved')
      expect((await on.client.vm.abortSave(call(spec))).state).toBe('saved')
      expect(await on.client.vm.ensureRunning({ ...step(), spec: { ...spec, memoryMiB: 64 } })).toMatchObject({ state: 'running', memoryMiB: 32 })
      expect((await on.client.vm.abortSave(call(spec))).state).toBe('running')
      expect((await on.client.vm.ensureStopped(call(spec))).state).toBe('down')
      await expect(on.client.vm.ensureSaved(call(spec))).rejects.toMatchObject({ code: 'WRONG_STATE' })
    })

    it('discards saved memory, as often as asked', async () => {
      const spec = await running()
      await on.client.vm.ensureSaved(call(spec))
      for (const state of ['down', 'down']) expect((await on.client.vm.discardSaved(call(spec))).state).toBe(state)
      expect(await on.client.vm.ensureRunning({ ...step(), spec: { ...spec, generation: 2, memoryMiB: 48 } })).toMatchObject({ state: 'running', memoryMiB: 48 })
    })

    it('starts a machine with its host when asked, and shows it', async () => {
      const spec = await newSpec()
      expect(await on.client.vm.ensureDefined({ ...step(), spec })).toMatchObject({ autostart: false })
      for (const enabled of [true, true, false]) expect(await on.client.vm.setAutostart({ ...call(spec), enabled })).toMatchObject({ autostart: enabled })
    })

    it('forces off, as often as asked', async () => {
      const spec = await running()
      expect(await on.client.vm.ensureStopped(call(spec))).toMatchObject({ state: 'down', startedAt: null, consoles: [] })
      expect((await on.client.vm.ensureStopped(call(spec))).state).toBe('down')
    })

    it('refuses an older generation and changes nothing', async () => {
      const spec = await running({ generation: 5 })
      const old = { ...spec, generation: 4, memoryMiB: 64 }
      await expect(on.client.vm.ensureDefined({ ...step(), spec: old })).rejects.toMatchObject({ code: 'STALE_GENERATION' })
      await expect(on.client.vm.ensureStopped({ ...step(), id: spec.id, generation: 4 })).rejects.toMatchObject({ code: 'STALE_GENERATION' })
      expect(await on.client.vm.get({ id: spec.id })).toMatchObject({ state: 'running', generation: 5, memoryMiB: 32 })
      await on.client.vm.ensureAbsent(call(spec))
      await expect(on.client.vm.ensureRunning({ ...step(), spec: old })).rejects.toMatchObject({ code: 'STALE_GENERATION' })
      expect(await on.client.vm.get({ id: spec.id })).toBeNull()
    })

    it('takes a repeated reset as the one it was', async () => {
      const spec = await running()
      const reset = call(spec)
      await on.client.vm.reset(reset)
      await on.client.vm.reset(reset)
      await on.client.vm.ensureStopped(call(spec))
      // The machine is down by now; the step is known all the same, and a new one is refused.
      await on.client.vm.reset(reset)
      await expect(on.client.vm.reset(call(spec))).rejects.toMatchObject({ code: 'WRONG_STATE' })
    })

    it('removes a machine whatever its state, keeps its disk, and is content when there is none', async () => {
      const spec = await running()
      await on.client.vm.ensureAbsent(call(spec))
      expect(await on.client.vm.get({ id: spec.id })).toBeNull()
      await on.client.vm.ensureAbsent(call(spec))
      expect((await on.client.disk.inspect({ path: diskOf(spec.id), format: 'qcow2' })).sizeMiB).toBe(8)
    })

    it('does not start a machine whose image is missing', async () => {
      const spec = await newSpec()
      await on.client.disk.ensureAbsent({ ...step(), storagePath: on.storagePath, path: diskOf(spec.id) })
      await expect(on.client.vm.ensureRunning({ ...step(), spec })).rejects.toMatchObject({ code: 'IMAGE_MISSING' })
      expect((await on.client.vm.get({ id: spec.id }))?.state ?? 'down').toBe('down')
    })

    it('knows no machine that is not there', async () => {
      const nobody = { ...step(), id: randomUUID(), generation: 1 }
      expect(await on.client.vm.get({ id: nobody.id })).toBeNull()
      for (const ask of [
        () => on.client.vm.xml({ id: nobody.id }),
        () => on.client.vm.ensureStopped(nobody),
        () => on.client.vm.ensureSuspended(nobody), () => on.client.vm.ensureResumed(nobody), () => on.client.vm.ensureSaved(nobody),
        () => on.client.vm.discardSaved(nobody),
        () => on.client.vm.reset(nobody),
        () => on.client.vm.reboot({ ...nobody, ...step(), method: 'acpi' }),
        () => on.client.vm.requestShutdown({ ...nobody, ...step(), method: 'acpi' }),
      ]) {
        await expect(ask()).rejects.toMatchObject({ code: 'NOT_FOUND' })
      }
    })

    it('refuses what makes no sense in the state of the machine', async () => {
      const spec = await newSpec()
      await on.client.vm.ensureDefined({ ...step(), spec })
      for (const ask of [
        () => on.client.vm.ensureSuspended(call(spec)),
        () => on.client.vm.ensureResumed(call(spec)),
        () => on.client.vm.reset(call(spec)),
        () => on.client.vm.reboot({ ...call(spec), method: 'acpi' }),
      ]) {
        await expect(ask()).rejects.toMatchObject({ code: 'WRONG_STATE' })
      }
    })

    it('tells that a guest agent does not answer', async () => {
      const spec = await running()
      await expect(on.client.vm.requestShutdown({ ...call(spec), method: 'agent' })).rejects.toMatchObject({ code: 'TIMEOUT' })
      await on.client.vm.requestShutdown({ ...call(spec), method: 'acpi' })
      await on.client.vm.ensureStopped(call(spec))
    })

    it('asks no guest that is down or has no agent', async () => {
      const spec = await running()
      await expect(on.client.guest.details({ id: spec.id })).rejects.toMatchObject({ code: 'TIMEOUT' })
      await expect(on.client.guest.ask({ id: spec.id, deed: { kind: 'trim' } })).rejects.toMatchObject({ code: 'TIMEOUT' })
      await on.client.vm.ensureStopped(call(spec))
      await expect(on.client.guest.details({ id: spec.id })).rejects.toMatchObject({ code: 'WRONG_STATE' })
    })

    it('streams a snapshot first, then what happens to machines', async () => {
      const spec = await newSpec()
      await on.client.vm.ensureDefined({ ...step(), spec })
      const stream = await on.client.host.watch()
      const first = (await stream.next()).value as AgentEvent
      expect(first).toMatchObject({ type: 'snapshot', libvirt: 'up', vms: expect.arrayContaining([expect.objectContaining({ id: spec.id, state: 'down' })]) })
      await on.client.vm.ensureRunning({ ...step(), spec })
      const seen = await until(stream, (event) => event.type === 'vm' && event.vm.id === spec.id && event.vm.state === 'running')
      expect(seen.some(({ type }) => type === 'snapshot')).toBe(false)
      const again = await on.client.host.watch()
      await again.next()
      await on.client.vm.ensureAbsent(call(spec))
      await until(again, (event) => event.type === 'vm-gone' && event.id === spec.id)
    })

    diskCases({ on: () => on, step, newSpec, running, call, diskOf })
    storageCases({ on: () => on, step, newSpec, call })
    onceCases({ on: () => on, step, newSpec, running, call, diskOf, until })
    liveCases({ on: () => on, step, newSpec, running, call, diskOf, until })
    importCases({ on: () => on, step })
    uploadCases({ on: () => on, step })
    migrationCases({ on: () => on, step, newSpec, running, call, diskOf, until })
  })
}
