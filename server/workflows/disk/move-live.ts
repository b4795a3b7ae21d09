import { z } from 'zod'
import { AppError } from '@/server/domain/error'
import { placeDisk } from '@/server/store/disk/place'
import { observedVm } from '@/server/store/vm/lifecycle'
import { hostsSeeing } from '@/server/store/vm/placement'
import { defineWorkflow } from '../definition'
import type { StepContext } from '../definition'
import { pause } from '../pause'
import { imageOf } from './image'
import { dropOldImage } from './old-image'
import { copyCall, FromPlace } from './place'
import { redefine } from './seat'

type State = { hostId: string; allocatedMiB: number }
const Input = FromPlace.extend({ mibPerSecond: z.int().positive().nullable().default(null) })
type Context = StepContext<z.output<typeof Input>, State>

const dayMs = 86_400_000
const askAgainMs = 2_000

/** The machine's host; it must reach the other storage domain. Errors: WRONG_STATE, NO_HOST. */
async function chooseHome({ db, input, subject }: Context): Promise<{ hostId: string }> {
  const vm = input.vmId ? await observedVm(db, input.vmId) : null
  if (!vm?.hostId) throw new AppError('WRONG_STATE', `${subject.name} runs on no host now.`, { subject })
  if ((await hostsSeeing(db, input.to.storageDomainId)).includes(vm.hostId)) return { hostId: vm.hostId }
  const [from, to] = await Promise.all([input.from, input.to].map(({ storageDomainId: id }) => db.storageDomain.findUniqueOrThrow({ where: { id }, select: { name: true } })))
  throw new AppError('NO_HOST', `The host of ${subject.name} can't write to ${to?.name ?? ''}.`, { subject, reason: { code: 'no_carrier', params: { from: from?.name ?? '', to: to?.name ?? '' } } })
}

async function callOf({ db, input, stepId }: Context) {
  const { generation } = await db.vm.findUniqueOrThrow({ where: { id: input.vmId ?? '' }, select: { generation: true } })
  return { stepId, id: input.vmId ?? '', generation, from: input.from.path, to: { path: input.to.path, format: input.to.format } }
}

/** The machine's definition and its row speak of the new image. */
async function settleThere(context: Context): Promise<void> {
  const { db, input, state } = context
  await placeDisk(db, input.diskId, { ...input.to, templateId: null, ...(state.allocatedMiB === undefined ? {} : { allocatedMiB: state.allocatedMiB }) })
  await redefine(context)
}

const unheard = (error: unknown): boolean => error instanceof AppError && ['HOST_UNREACHABLE', 'TIMEOUT', 'LIBVIRT'].includes(error.code)

/**
 * No copy is under way, and it is known from which image the machine runs. A host that does not answer is asked until it does: the machine stays held meanwhile, because started
 * from the wrong one of the two images it would lose what was written since.
 */
async function endedMirror(context: Context): Promise<'from' | 'to' | null> {
  const { agent, state: { hostId }, signal } = context
  if (!hostId) return null
  for (;;) {
    try {
      const { state } = await (await agent(hostId)).vm.endMirror(await callOf(context))
      return state === 'to' ? 'to' : 'from'
    } catch (error) {
      if (!unheard(error) || signal.aborted) throw error
      await pause(askAgainMs, signal)
    }
  }
}

/**
 * Moves the disk of a machine that runs. It always runs from one whole image: from the old one until QEMU has made the copy whole and keeps both equal, from the new one after the
 * switch, and which one it is is read from the machine, whatever dies in between.
 */
export const diskMoveLive = defineWorkflow<State>()({
  kind: 'disk.move_live',
  input: Input,
  title: name => `Move the disk ${name} while its machine runs`,
  steps: [
    { name: 'find the host of the machine', do: chooseHome },
    {
      name: 'create the image',
      timeoutMs: dayMs,
      cancellable: true,
      do: async context => {
        const { input, stepId, agent, state } = context
        if (!state.hostId) return
        const { sizeMiB } = await imageOf(context)
        await (await agent(state.hostId)).disk.ensure({ stepId, ...copyCall(input, sizeMiB), source: null })
      },
      undo: async context => {
        const { input: { to }, stepId, agent, state } = context
        // The agent refuses it, too, as long as any machine has the image.
        if (!state.hostId || (await imageOf(context)).path === to.path) return
        await (await agent(state.hostId)).disk.ensureAbsent({ stepId, path: to.path, storagePath: to.storagePath })
      },
    },
    {
      name: 'copy it while the machine runs',
      timeoutMs: 7 * dayMs,
      cancellable: true,
      do: async context => {
        const { agent, input: { mibPerSecond }, state: { hostId }, signal } = context
        if (hostId) await (await agent(hostId)).vm.mirrorDisk({ ...(await callOf(context)), mibPerSecond }, { signal })
      },
      undo: async context => {
        if ((await endedMirror(context)) !== 'to') return
        await settleThere(context)
        await dropOldImage(context, context.input.from, context.state.hostId)
      },
    },
    {
      name: 'switch over',
      irreversible: true,
      do: async context => {
        const { agent, input: { to }, state: { hostId } } = context
        if (!hostId) return
        await (await agent(hostId)).vm.pivotDisk(await callOf(context))
        const { allocatedMiB } = await (await agent(hostId)).disk.inspect({ path: to.path, format: to.format, check: false })
        await settleThere({ ...context, state: { ...context.state, allocatedMiB } })
      },
    },
    { name: 'remove the old image', despiteCancel: true, irreversible: true, do: context => dropOldImage(context, context.input.from, context.state.hostId) },
  ],
})
