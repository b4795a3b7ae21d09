import { z } from 'zod'
import { setDiskSize } from '@/server/store/disk/write'
import { defineWorkflow } from '../definition'
import { chooseKeeper, imageOf, onImage, requireAlone } from './image'
import { OnDisk } from './input'

const Input = OnDisk.extend({ sizeMiB: z.int().positive() })

/** Its end is cut off for good: nothing brings back what lay there. */
export const diskShrink = defineWorkflow<{ hostId: string }>()({
  kind: 'disk.shrink',
  input: Input,
  title: name => `Make the disk ${name} smaller`,
  steps: [
    { name: 'choose a host', do: chooseKeeper },
    { name: 'make sure that nobody uses it', do: requireAlone },
    {
      name: 'shrink the image',
      irreversible: true,
      do: async context => {
        const { db, input, stepId, agent, state } = context
        if (!state.hostId) return
        await setDiskSize(db, input.diskId, await (await agent(state.hostId)).disk.shrink({ stepId, ...onImage(await imageOf(context)), sizeMiB: input.sizeMiB }))
      },
    },
  ],
})
