import type { z } from 'zod'
import { placeDisk } from '@/server/store/disk/place'
import { defineWorkflow } from '../definition'
import type { StepContext } from '../definition'
import { chooseCarrier } from './carrier'
import { imageOf, requireAlone, unlessMissing } from './image'
import { copyCall, copyMs, FromPlace } from './place'
import { dropOldImage } from './old-image'
import { redefine } from './seat'

type State = { hostId: string; allocatedMiB: number }
type Context = StepContext<z.output<typeof FromPlace>, State>

/** Rows first, then the machine's definition: what is defined must be described. */
async function useCopy(context: Context): Promise<void> {
  const { db, input, state } = context
  await placeDisk(db, input.diskId, { ...input.to, templateId: null, ...(state.allocatedMiB === undefined ? {} : { allocatedMiB: state.allocatedMiB }) })
  await redefine(context)
}

/** Back to the old image, as long as it is there: it is removed last of all. */
async function useOriginal(context: Context): Promise<void> {
  const { db, input: { diskId, from }, agent, state } = context
  if (!state.hostId) return
  const there = await (await agent(state.hostId)).disk.inspect({ path: from.path, format: from.format, check: false }).then(() => true, unlessMissing)
  if (!there) return
  const { backing: _, storagePath: __, ...place } = from
  await placeDisk(db, diskId, place)
  await redefine(context)
}

/**
 * The disk lies elsewhere, or is of another kind, with all that it holds. There is always one whole image that the row speaks of: the copy is made beside it,
 * and the old one goes only when nobody can need it any more.
 */
export const diskMove = defineWorkflow<State>()({
  kind: 'disk.move',
  input: FromPlace,
  title: name => `Move the disk ${name}`,
  steps: [
    { name: 'choose a host', do: context => chooseCarrier(context, context.input.to) },
    { name: 'make sure that nobody uses it', do: requireAlone },
    {
      name: 'copy the image',
      timeoutMs: copyMs,
      cancellable: true,
      do: async context => {
        const { input, stepId, agent, state } = context
        if (!state.hostId) return
        const { sizeMiB } = await imageOf(context)
        const { allocatedMiB } = await (await agent(state.hostId)).disk.ensure({ stepId, ...copyCall(input, sizeMiB) })
        return { allocatedMiB }
      },
      undo: async context => {
        const { input: { to }, stepId, agent, state } = context
        // Where the old image is gone the copy is the disk.
        if (!state.hostId || (await imageOf(context)).path === to.path) return
        await (await agent(state.hostId)).disk.ensureAbsent({ stepId, path: to.path, storagePath: to.storagePath })
      },
    },
    { name: 'use the copy', do: useCopy, undo: useOriginal },
    { name: 'remove the old image', despiteCancel: true, irreversible: true, do: context => dropOldImage(context, context.input.from, context.state.hostId) },
  ],
})
