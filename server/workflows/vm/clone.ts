import { z } from 'zod'
import { removeVmRows, setDiskAllocated } from '@/server/store/vm/lifecycle'
import { wantedVm } from '@/server/store/vm/spec'
import { defineWorkflow } from '../definition'
import { OnVm } from './input'
import { chooseHome, defineAt, undefineAt } from './new-machine'

const Image = z.object({ path: z.string(), format: z.enum(['qcow2', 'raw']) })
/** `copies` = the images that are this machine's own; a shared one is never touched. */
const Input = OnVm.extend({ copies: z.array(z.object({ diskId: z.uuid(), source: Image.extend({ backing: Image.nullable() }) })) })

/** The largest disks on slow storage. */
const copyMs = 6 * 3_600_000

/** The command has written the rows and holds the source by this very job. */
export const vmClone = defineWorkflow<{ hostId: string }>()({
  kind: 'vm.clone',
  input: Input,
  title: name => `Clone to ${name}`,
  steps: [
    { name: 'choose a host', do: chooseHome, undo: ({ db, input }) => removeVmRows(db, input.vmId) },
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
      undo: async ({ db, input, state, instanceId, stepId, agent }) => {
        const { disks } = await wantedVm(db, input.vmId, instanceId)
        if (!state.hostId) return
        const { disk: calls } = await agent(state.hostId)
        const own = disks.filter(({ id }) => input.copies.some(({ diskId }) => diskId === id))
        for (const { id, path, storageDomain } of own) await calls.ensureAbsent({ stepId: `${stepId}:${id}`, storagePath: storageDomain.path, path })
      },
    },
    { name: 'define the machine', do: defineAt, undo: undefineAt },
  ],
})
