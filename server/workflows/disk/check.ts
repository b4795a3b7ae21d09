import { recordCheck } from '@/server/store/disk/check'
import { defineWorkflow } from '../definition'
import { chooseKeeper, imageOf, onImage, requireIdle } from './image'
import { OnDisk } from './input'

/** A large image on slow storage. */
export const checkMs = 2 * 3_600_000 + 120_000

/** Looks only. What it finds stands on the disk's page; damage is no failure of the job. */
export const diskCheck = defineWorkflow<{ hostId: string }>()({
  kind: 'disk.check',
  input: OnDisk,
  title: name => `Check the disk ${name}`,
  steps: [
    { name: 'choose a host', do: chooseKeeper },
    { name: 'make sure that nobody uses it', do: requireIdle },
    {
      name: 'check the image',
      timeoutMs: checkMs,
      cancellable: true,
      do: async context => {
        const { db, input, stepId, agent, state, now } = context
        if (!state.hostId) return
        const report = await (await agent(state.hostId)).disk.check({ stepId, ...onImage(await imageOf(context)) })
        await recordCheck(db, context, { diskId: input.diskId, at: now().toISOString(), repair: 'none', report })
      },
      undo: async context => {
        const { stepId, agent, state } = context
        const { path, storageDomain } = await imageOf(context)
        if (state.hostId) await (await agent(state.hostId)).disk.abort({ stepId, path, storagePath: storageDomain.path })
      },
    },
  ],
})
