import { z } from 'zod'
import { recordCheck } from '@/server/store/disk/check'
import { defineWorkflow } from '../definition'
import { checkMs } from './check'
import { chooseKeeper, imageOf, onImage, requireAlone } from './image'
import { OnDisk } from './input'

const Input = OnDisk.extend({ repair: z.enum(['leaks', 'all']) })

/** Half a repair would be worse than none: once begun, it goes to its end. */
export const diskRepair = defineWorkflow<{ hostId: string }>()({
  kind: 'disk.repair',
  input: Input,
  title: name => `Repair the disk ${name}`,
  steps: [
    { name: 'choose a host', do: chooseKeeper },
    { name: 'make sure that nobody uses it', do: requireAlone },
    {
      name: 'repair the image',
      timeoutMs: checkMs,
      irreversible: true,
      do: async context => {
        const { db, input: { diskId, repair }, stepId, agent, state, now } = context
        if (!state.hostId) return
        const report = await (await agent(state.hostId)).disk.check({ stepId, ...onImage(await imageOf(context)), repair })
        await recordCheck(db, context, { diskId, at: now().toISOString(), repair, report })
      },
    },
  ],
})
