import { z } from 'zod'
import { SysprepOperation } from '@/server/contract/sysprep'
import { canGeneralise } from '@/server/domain/host/generalisation'
import { removeVmRows, setDiskAllocated } from '@/server/store/vm/lifecycle'
import { wantedVm } from '@/server/store/vm/spec'
import type { WantedVm } from '@/server/store/vm/spec'
import { sysprepHosts } from '@/server/store/vm/sysprep'
import { defineWorkflow } from '../definition'
import type { StepContext } from '../definition'
import { OnVm } from './input'
import { chooseHome, defineAt, undefineAt } from './new-machine'

const Image = z.object({ path: z.string(), format: z.enum(['qcow2', 'raw']) })
/** `copies` = the images that are this machine's own; a shared one is never touched. */
const Input = OnVm.extend({ copies: z.array(z.object({ diskId: z.uuid(), source: Image.extend({ backing: Image.nullable() }) })),
  /** What virt-sysprep takes out of the copies. */
  generalise: z.array(SysprepOperation).default([]),
})
type Context = StepContext<z.output<typeof Input>, { hostId: string }>

/** The largest disks on slow storage. */
const copyMs = 6 * 3_600_000

/** In software emulation its small machine takes minutes to start. */
const sysprepMs = 2 * 3_600_000

/** The disks that are this machine's own. */
const copiesOf = async ({ db, input, instanceId }: Context): Promise<WantedVm['disks']> =>
  (await wantedVm(db, input.vmId, instanceId)).disks.filter(({ id }) => input.copies.some(({ diskId }) => diskId === id))

async function removeCopies(context: Context): Promise<void> {
  const { state, stepId, agent } = context
  if (!state.hostId) return
  const { disk: calls } = await agent(state.hostId)
  for (const { id, path, storageDomain } of await copiesOf(context)) await calls.ensureAbsent({ stepId: `${stepId}:${id}`, storagePath: storageDomain.path, path })
}

/** A host for it that can also do what is wished of its disks. Errors: NO_HOST with each host's reasons. */
async function chooseCloneHome(context: Context): Promise<{ hostId: string }> {
  const { db, input: { vmId, generalise }, instanceId } = context
  if (generalise.length === 0) return chooseHome(context)
  const { clusterId } = await wantedVm(db, vmId, instanceId)
  const able = (await sysprepHosts(db, clusterId)).filter(host => canGeneralise(host, generalise))
  return chooseHome(context, able.map(({ id }) => id))
}

/** The command has written the rows and holds the source by this very job. */
export const vmClone = defineWorkflow<{ hostId: string }>()({
  kind: 'vm.clone',
  input: Input,
  title: name => `Clone to ${name}`,
  steps: [
    { name: 'choose a host', do: chooseCloneHome, undo: ({ db, input }) => removeVmRows(db, input.vmId) },
    {
      name: 'copy the disks',
      timeoutMs: copyMs,
      cancellable: true,
      do: async ({ db, input, state, instanceId, stepId, agent }) => {
        const { disks } = await wantedVm(db, input.vmId, instanceId)
        if (!state.hostId) return
        const { disk: calls } = await agent(state.hostId)
        for (const { id, path, format, sizeMiB, storageDomain } of disks) {
          const copy = input.copies.find(({ diskId }) => diskId === id)
          if (!copy) continue
          const { allocatedMiB } = await calls.ensure({
            stepId: `${stepId}:${id}`, storagePath: storageDomain.path, path, format, sizeMiB, source: { ...copy.source, mode: 'copy' },
          })
          await setDiskAllocated(db, id, allocatedMiB)
        }
      },
      undo: removeCopies,
    },
    {
      name: 'generalise the disks',
      when: ({ generalise }) => generalise.length > 0,
      timeoutMs: sysprepMs,
      cancellable: true,
      do: async context => {
        const { input: { generalise: operations }, state, stepId, agent } = context
        const copies = await copiesOf(context)
        if (!state.hostId || copies.length === 0) return
        const { disk: calls } = await agent(state.hostId)
        const disks = copies.map(({ path, format, storageDomain }) => ({ storagePath: storageDomain.path, path, format }))
        await calls.generalise({ stepId, disks, operations })
      },
      // A disk that is half general is no use to anybody; this also ends a run that goes on.
      undo: removeCopies,
    },
    { name: 'define the machine', do: defineAt, undo: undefineAt },
  ],
})
