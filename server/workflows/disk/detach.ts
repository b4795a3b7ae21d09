import { isSharedImage } from '@/server/store/vm/lifecycle'
import { forgetDisk } from '@/server/store/disk/write'
import { diskImage } from '@/server/store/disk/facts'
import { defineWorkflow } from '../definition'
import { Seated } from './input'
import { giveDisk, takeDisk } from './seat'

export const diskDetach = defineWorkflow()({
  kind: 'disk.detach',
  input: Seated,
  title: name => `Detach the disk ${name}`,
  steps: [
    { name: 'take it from the machine', do: context => takeDisk(context), undo: context => giveDisk(context, context.input.seat) },
    {
      // It floats nowhere as long as another machine has the image.
      name: 'forget the share',
      irreversible: true,
      do: async ({ db, input }) => {
        const image = await diskImage(db, input.diskId)
        if (image && (await isSharedImage(db, image))) await forgetDisk(db, input.diskId)
      },
    },
  ],
})
