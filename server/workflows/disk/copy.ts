import { z } from 'zod'
import { forgetDisk } from '@/server/store/disk/write'
import { setDiskAllocated } from '@/server/store/vm/lifecycle'
import { defineWorkflow } from '../definition'
import { chooseCarrier } from './carrier'
import { imageOf, requireIdle } from './image'
import { copyCall, copyMs, FromPlace } from './place'

/** `copyId` = the row of the new disk, which the command has written. */
const Input = FromPlace.extend({ copyId: z.uuid() })

/** A new disk with all that another one holds, leaning on nothing. */
export const diskCopy = defineWorkflow<{ hostId: string }>()({
  kind: 'disk.copy',
  input: Input,
  title: name => `Copy the disk ${name}`,
  steps: [
    { name: 'choose a host', do: context => chooseCarrier(context, context.input.to), undo: ({ db, input }) => forgetDisk(db, input.copyId) },
    { name: 'make sure that nobody uses it', do: requireIdle },
    {
      name: 'copy the image',
      timeoutMs: copyMs,
      cancellable: true,
      do: async context => {
        const { db, input, stepId, agent, state } = context
        if (!state.hostId) return
        const { sizeMiB } = await imageOf(context)
        const { allocatedMiB } = await (await agent(state.hostId)).disk.ensure({ stepId, ...copyCall(input, sizeMiB) })
        await setDiskAllocated(db, input.copyId, allocatedMiB)
      },
      undo: async ({ input: { to }, stepId, agent, state }) => {
        if (state.hostId) await (await agent(state.hostId)).disk.ensureAbsent({ stepId, path: to.path, storagePath: to.storagePath })
      },
    },
  ],
})
