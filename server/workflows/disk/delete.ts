import { isSharedImage } from '@/server/store/vm/lifecycle'
import { forgetDisk } from '@/server/store/disk/write'
import { defineWorkflow } from '../definition'
import { chooseKeeper, imageOf, requireFree } from './image'
import { Seated } from './input'
import { giveDisk, takeDisk } from './seat'

export const diskDelete = defineWorkflow<{ hostId: string }>()({
  kind: 'disk.delete',
  input: Seated,
  title: name => `Delete the disk ${name}`,
  steps: [
    { name: 'choose a host', do: chooseKeeper },
    { name: 'take it from the machine', when: ({ vmId }) => vmId !== null, do: context => takeDisk(context), undo: context => giveDisk(context, context.input.seat) },
    {
      // An image that another disk has too stays with that one.
      name: 'make sure that nobody has it',
      do: async context => {
        if (!(await isSharedImage(context.db, await imageOf(context)))) await requireFree(context)
      },
    },
    {
      name: 'remove the image',
      irreversible: true,
      do: async context => {
        const { db, agent, state, stepId } = context
        const image = await imageOf(context)
        if (!state.hostId || (await isSharedImage(db, image))) return
        await (await agent(state.hostId)).disk.ensureAbsent({ stepId, path: image.path, storagePath: image.storageDomain.path })
      },
    },
    { name: 'forget the disk', irreversible: true, do: ({ db, input }) => forgetDisk(db, input.diskId) },
  ],
})
