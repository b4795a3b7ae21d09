import { z } from 'zod'
import { forgetDisk } from '@/server/store/disk/write'
import { defineWorkflow } from '../definition'
import { Seat, Seated } from './input'
import { requireAtHome } from './image'
import { giveDisk, takeDisk } from './seat'

/** `share` = the row is one more of an image that another machine has, and goes when this fails; `before` = what a floating disk goes back to. */
const Input = Seated.extend({ before: Seat, share: z.boolean().default(false) })

export const diskAttach = defineWorkflow()({
  kind: 'disk.attach',
  input: Input,
  title: name => `Attach the disk ${name}`,
  steps: [
    {
      name: 'look for the image',
      do: requireAtHome,
      undo: async ({ db, input }) => { if (input.share) await forgetDisk(db, input.diskId) },
    },
    {
      name: 'give it to the machine',
      do: context => giveDisk(context, context.input.seat),
      undo: context => takeDisk(context, context.input.before),
    },
  ],
})
