import { createHash } from 'node:crypto'
import { z } from 'zod'
import { AppError } from '@/server/domain/error'
import { place, placementSentence } from '@/server/domain/placement/place'
import { lockVm } from '@/server/store/vm/facts'
import { removeVmRows, setDiskAllocated, setVmHost } from '@/server/store/vm/lifecycle'
import { placementHosts, placementVm } from '@/server/store/vm/placement'
import { wantedVm } from '@/server/store/vm/spec'
import { defineWorkflow } from '../definition'
import { queueVmJob } from '../queue'
import { OnVm } from './input'
import { orGone } from './machine'
import { vmStart } from './start'

const Input = OnVm.extend({ start: z.boolean().default(false), paused: z.boolean().default(false) })

/** The start that follows is a job of its own: when it fails, the machine still is. Its id comes from this job's, so that it is queued once. */
const startJobId = (jobId: string): string => {
  const hash = createHash('sha256').update(`${jobId} start`).digest('hex')
  return [hash.slice(0, 8), hash.slice(8, 12), `4${hash.slice(13, 16)}`, `8${hash.slice(17, 20)}`, hash.slice(20, 32)].join('-')
}

/** The command has written the rows; this makes the images and the definition, or takes all of it back. */
export const vmCreate = defineWorkflow<{ hostId: string }>()({
  kind: 'vm.create',
  input: Input,
  title: name => `Create ${name}`,
  steps: [
    {
      name: 'choose a host',
      do: async ({ db, input, instanceId }) => {
        const wanted = await wantedVm(db, input.vmId, instanceId)
        // It is not started here, so what others use of the memory does not count.
        const hosts = (await placementHosts(db, wanted.clusterId, input.vmId)).map(host => ({ ...host, committedMiB: 0 }))
        const { hostId, verdicts } = place(placementVm(wanted), hosts)
        if (hostId) return { hostId }
        throw new AppError('NO_HOST', `No host can hold ${wanted.spec.name}: ${placementSentence(verdicts)}.`, {
          subject: { type: 'vm', id: input.vmId, name: wanted.spec.name },
        })
      },
      // Also what a cancel before the first step comes to.
      undo: ({ db, input }) => removeVmRows(db, input.vmId),
    },
    {
      name: 'create the disks',
      timeoutMs: 3_600_000,
      do: async ({ db, input, state, instanceId, stepId, agent }) => {
        const { disks } = await wantedVm(db, input.vmId, instanceId)
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
        const { disks } = await wantedVm(db, input.vmId, instanceId)
        const { disk: calls } = await agent(state.hostId)
        for (const { id, path, storageDomain } of disks) await calls.ensureAbsent({ stepId: `${stepId}:${id}`, storagePath: storageDomain.path, path })
      },
    },
    {
      name: 'define the machine',
      do: async ({ db, input, state, instanceId, stepId, agent, now }) => {
        const { spec } = await wantedVm(db, input.vmId, instanceId)
        if (!state.hostId) return
        await setVmHost(db, input.vmId, state.hostId, now())
        await (await agent(state.hostId)).vm.ensureDefined({ stepId, spec })
      },
      undo: async ({ db, input, state, instanceId, stepId, agent, now }) => {
        const { spec } = await wantedVm(db, input.vmId, instanceId)
        if (!state.hostId) return
        await orGone((await agent(state.hostId)).vm.ensureAbsent({ stepId, id: input.vmId, generation: spec.generation }))
        await setVmHost(db, input.vmId, null, now())
      },
    },
    {
      name: 'queue the start',
      when: input => input.start,
      do: ({ db, input, jobId, user, now }) => db.$transaction(async tx => {
        const vm = await lockVm(tx, input.vmId)
        if (vm.facts.job?.id !== jobId) return
        await queueVmJob(tx, vmStart, { id: startJobId(jobId), input: { vmId: vm.id, paused: input.paused }, vm, user }, now())
      }),
    },
  ],
})
