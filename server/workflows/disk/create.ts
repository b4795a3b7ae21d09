import { forgetDisk } from '@/server/store/disk/write'
import { setDiskAllocated } from '@/server/store/vm/lifecycle'
import { defineWorkflow } from '../definition'
import { chooseWorker, imageCall, imageOf } from './image'
import { Seated } from './input'
import { giveDisk, takeDisk } from './seat'

/** Writing out the space of the largest disks on slow storage. */
const makeMs = 6 * 3_600_000

/** The command has written the row of a floating disk; this makes its image and gives it to the machine, or takes all of it back. */
export const diskCreate = defineWorkflow<{ hostId: string }>()({
  kind: 'disk.create',
  input: Seated,
  title: name => `Create the disk ${name}`,
  steps: [
    { name: 'choose a host', do: chooseWorker, undo: ({ db, input }) => forgetDisk(db, input.diskId) },
    {
      name: 'create the image',
      timeoutMs: makeMs,
      cancellable: true,
      do: async context => {
        const { stepId, agent, state, db, input } = context
        if (!state.hostId) return
        const { allocatedMiB } = await (await agent(state.hostId)).disk.ensure({ stepId, ...imageCall(await imageOf(context)) })
        await setDiskAllocated(db, input.diskId, allocatedMiB)
      },
      undo: async context => {
        const { stepId, agent, state } = context
        const { path, storageDomain } = await imageOf(context)
        if (state.hostId) await (await agent(state.hostId)).disk.ensureAbsent({ stepId, path, storagePath: storageDomain.path })
      },
    },
    { name: 'give it to the machine', when: ({ vmId }) => vmId !== null, do: context => giveDisk(context, context.input.seat), undo: context => takeDisk(context) },
  ],
})
