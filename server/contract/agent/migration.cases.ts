import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { ContractSetup } from './agent.cases'
import type { AgentEvent } from './event'
import type { MigrationPlan } from './migration'
import type { VmSpec } from './vm'

/** What the cases of an agent make machines with. */
export interface Making {
  on: () => ContractSetup
  step: () => { stepId: string }
  newSpec: (change?: Partial<VmSpec>) => Promise<VmSpec>
  running: (change?: Partial<VmSpec>) => Promise<VmSpec>
  call: (spec: VmSpec) => { stepId: string; id: string; generation: number }
  diskOf: (vmId: string) => string
  until: (stream: AsyncIterable<AgentEvent>, fits: (event: AgentEvent) => boolean) => Promise<AgentEvent[]>
}

/** What every agent must do as source of a migration, and as far as one host alone can show it. */
export const migrationCases = ({ on, step, newSpec, running, call, diskOf, until }: Making): void => {
  describe('migration', () => {
    const plan = (): MigrationPlan => ({
      destinationHostId: randomUUID(), destinationUri: 'qemu+tcp://127.0.0.1:1/system', migrateUri: null, mode: 'live',
      storage: { copy: 'none', targets: [], paths: [] }, tls: false, unsafe: true,
      policy: {
        name: 'case', bandwidthMiBps: null, initialDowntimeMs: 300, onStall: [], autoConverge: false, compressed: false, parallel: null,
        timeoutMsPerGiB: null, stallTimeoutMs: null,
      },
    })

    it('to a host that is not there fails, once, and the machine goes on', async () => {
      const spec = await running()
      const begin = { ...call(spec), plan: plan() }
      const stream = await on().client.host.watch()
      await stream.next()
      expect(await on().client.migration.begin(begin)).toMatchObject({ stepId: begin.stepId, vmId: spec.id })
      await until(stream, event => event.type === 'migration' && event.task.stepId === begin.stepId && event.task.state === 'failed')
      // The same step again is the one that it was.
      expect(await on().client.migration.begin(begin)).toMatchObject({ state: 'failed', error: expect.any(String) })
      expect(await on().client.migration.get({ stepId: begin.stepId })).toMatchObject({ state: 'failed' })
      expect(await on().client.migration.cancel({ stepId: begin.stepId })).toMatchObject({ state: 'failed' })
      await expect(on().client.migration.tune({ stepId: begin.stepId, maxDowntimeMs: 10 })).rejects.toMatchObject({ code: 'WRONG_STATE' })
      await expect(on().client.migration.postCopy({ stepId: begin.stepId })).rejects.toMatchObject({ code: 'WRONG_STATE' })
      expect((await on().client.vm.get({ id: spec.id }))?.state).toBe('running')
      await on().client.vm.ensureAbsent(call(spec))
    })

    it('knows no step that was never begun, and begins none for what makes no sense', async () => {
      expect(await on().client.migration.get(step())).toBeNull()
      expect(await on().client.migration.cancel(step())).toBeNull()
      await expect(on().client.migration.begin({ ...step(), id: randomUUID(), generation: 1, plan: plan() })).rejects.toMatchObject({ code: 'NOT_FOUND' })
      const spec = await newSpec()
      await on().client.vm.ensureDefined({ ...step(), spec })
      await expect(on().client.migration.begin({ ...call(spec), plan: plan() })).rejects.toMatchObject({ code: 'WRONG_STATE' })
      await on().client.vm.ensureAbsent(call(spec))
    })

    it('tells what the preflight needs, at the source and as destination', async () => {
      const spec = await running()
      const source = await on().client.migration.source({ id: spec.id })
      const disk = { target: 'vda', path: diskOf(spec.id), cache: 'none' }
      expect(source).toMatchObject({ active: true, memoryMiB: 32, snapshots: 0, hostDevices: [], disks: [disk] })
      expect(source.disks[0]?.inode).not.toBeNull()
      const destination = await on().client.migration.destination({ id: spec.id, source })
      const there = { target: 'vda', inode: source.disks[0]?.inode }
      expect(destination).toMatchObject({ present: 'active', machineKnown: true, disks: [there], missingNetworks: [] })
      await on().client.vm.ensureAbsent(call(spec))
    })

    it('names the machine that has an image as its disk', async () => {
      const spec = await running()
      const path = diskOf(spec.id)
      expect(await on().client.disk.holders({ paths: [path, '/nowhere.qcow2'] })).toEqual([{ path, id: spec.id, name: spec.name, active: true }])
      await on().client.vm.ensureAbsent(call(spec))
    })

    it('drops a definition that was left behind, never a machine that runs', async () => {
      const spec = await running()
      await expect(on().client.migration.dropDefinition(call(spec))).rejects.toMatchObject({ code: 'WRONG_STATE' })
      expect((await on().client.vm.get({ id: spec.id }))?.state).toBe('running')
      await on().client.vm.ensureStopped(call(spec))
      await on().client.migration.dropDefinition(call(spec))
      await on().client.migration.dropDefinition(call(spec))
      expect(await on().client.vm.get({ id: spec.id })).toBeNull()
    })
  })
}
