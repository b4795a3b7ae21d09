import { z } from 'zod'
import { forgetAdminPassword } from '@/server/store/vm/forget-secret'
import { installerPaths } from '@/server/domain/vm/once'
import { mayFetchPrivate } from '@/server/store/settings'
import { installerFetched } from '@/server/store/vm/installation'
import { removeVmRows, setDiskAllocated } from '@/server/store/vm/lifecycle'
import { wantedVm } from '@/server/store/vm/spec'
import { defineWorkflow } from '../definition'
import { OnVm } from './input'
import { chooseHome, defineAt, undefineAt } from './new-machine'
import { queueStart } from './queue-start'

const Input = OnVm.extend({
  start: z.boolean().default(false), paused: z.boolean().default(false), configDrive: z.boolean().default(false), fetch: z.boolean().default(false),
  /** Disks that were before the machine: they are neither made nor, when it can't be, removed. */
  given: z.array(z.uuid()).default([]),
})

/** The command has written the rows; this makes the images and the definition, or takes all of it back. */
export const vmCreate = defineWorkflow<{ hostId: string }>()({
  kind: 'vm.create',
  input: Input,
  title: name => `Create ${name}`,
  steps: [
    {
      name: 'choose a host',
      do: chooseHome,
      // Also what a cancel before the first step comes to.
      undo: ({ db, input }) => removeVmRows(db, input.vmId, input.given),
    },
    {
      name: 'create the disks',
      timeoutMs: 3_600_000,
      do: async ({ db, input, state, instanceId, stepId, agent }) => {
        const disks = (await wantedVm(db, input.vmId, instanceId)).disks.filter(({ id }) => !input.given.includes(id))
        if (!state.hostId || disks.length === 0) return
        const { disk: calls } = await agent(state.hostId)
        for (const { id, path, format, sizeMiB, allocation, storageDomain, template } of disks) {
          const source = template ? { ...template, mode: allocation } : null
          const { allocatedMiB } = await calls.ensure({
            stepId: disks.length === 1 ? stepId : `${stepId}:${id}`, storagePath: storageDomain.path, path, format, sizeMiB, source,
          })
          await setDiskAllocated(db, id, allocatedMiB)
        }
      },
      undo: async ({ db, input, state, instanceId, stepId, agent }) => {
        if (!state.hostId) return
        const disks = (await wantedVm(db, input.vmId, instanceId)).disks.filter(({ id }) => !input.given.includes(id))
        const { disk: calls } = await agent(state.hostId)
        for (const { id, path, storageDomain } of disks) await calls.ensureAbsent({ stepId: `${stepId}:${id}`, storagePath: storageDomain.path, path })
      },
    },
    {
      name: 'write the config drive',
      when: input => input.configDrive,
      do: async ({ db, input, state, instanceId, stepId, agent }) => {
        const { configDrive } = await wantedVm(db, input.vmId, instanceId)
        if (state.hostId && configDrive) await (await agent(state.hostId)).configDrive.ensure({ stepId, ...configDrive })
      },
      undo: async ({ db, input, state, instanceId, stepId, agent }) => {
        const { configDrive } = await wantedVm(db, input.vmId, instanceId)
        if (state.hostId && configDrive) await (await agent(state.hostId)).disk.ensureAbsent({ stepId, ...configDrive })
      },
    },
    {
      // A step of its own: were it one with the writing, a second go would write a medium without it.
      name: 'forget the password',
      when: input => input.configDrive,
      do: ({ db, input }) => forgetAdminPassword(db, input.vmId),
    },
    {
      name: 'fetch the installer',
      when: input => input.fetch,
      timeoutMs: 3_900_000,
      cancellable: true,
      do: async ({ db, input, state, instanceId, stepId, agent }) => {
        const { installation } = await wantedVm(db, input.vmId, instanceId)
        if (!state.hostId || installation?.type !== 'tree' || installation.commandLine !== '') return
        const { storagePath, url, kickstart, arguments: more } = installation
        const allowPrivate = await mayFetchPrivate(db)
        const call = { stepId, storagePath, ...installerPaths(storagePath, input.vmId), url, kickstart, arguments: more, allowPrivate }
        const { commandLine } = await (await agent(state.hostId)).installer.ensure(call)
        await installerFetched(db, input.vmId, commandLine)
      },
      undo: async ({ db, input, state, instanceId, stepId, agent }) => {
        const { installation } = await wantedVm(db, input.vmId, instanceId)
        if (!state.hostId || installation?.type !== 'tree') return
        const { disk: calls } = await agent(state.hostId)
        const { storagePath } = installation
        for (const path of Object.values(installerPaths(storagePath, input.vmId))) await calls.ensureAbsent({ stepId: `${stepId}:${path}`, storagePath, path })
      },
    },
    { name: 'define the machine', do: defineAt, undo: undefineAt },
    queueStart,
  ],
})
