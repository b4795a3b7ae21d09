import { z } from 'zod'
import type { Installation } from '@/server/contract/installation'
import { noHostSees } from '@/server/domain/placement/no-host'
import { installerPaths } from '@/server/domain/vm/once'
import type { AgentClient } from '@/server/hosts/client'
import { isSharedImage, removeDiskRow, removeVmRows, setVmHost } from '@/server/store/vm/lifecycle'
import { hostSeeing, hostSeeingPath } from '@/server/store/vm/placement'
import { wantedVm } from '@/server/store/vm/spec'
import type { VmDisk } from '@/server/store/vm/spec'
import { defineWorkflow } from '../definition'
import type { StepContext } from '../definition'
import { OnVm } from './input'
import { dropChanges } from './stateless'
import { orGone } from './machine'

/** A host that can remove the image. Errors: NO_HOST. */
async function agentFor(
  { db, agent }: Pick<StepContext<OnVm, object>, 'db' | 'agent'>, { storageDomain }: VmDisk, preferred: string | null,
): Promise<AgentClient> {
  const hostId = await hostSeeing(db, storageDomain.id, preferred)
  if (hostId) return agent(hostId)
  throw noHostSees({ id: storageDomain.id, name: storageDomain.name })
}

async function redefine({ db, input, state: { hostId }, instanceId, stepId, agent, now }: StepContext<OnVm, { hostId: string | null }>): Promise<void> {
  if (!hostId) return
  const { spec } = await wantedVm(db, input.vmId, instanceId)
  await (await agent(hostId)).vm.ensureDefined({ stepId, spec })
  await setVmHost(db, input.vmId, hostId, now())
}

/** Kernel and initrd of a network tree. Errors: NO_HOST. */
async function removeInstaller({ db, input, state, agent, stepId }: StepContext<OnVm, { hostId: string | null }>, installation: Installation | null): Promise<void> {
  if (installation?.type !== 'tree') return
  const { storagePath } = installation
  const hostId = await hostSeeingPath(db, storagePath, state.hostId ?? null)
  if (hostId) for (const path of Object.values(installerPaths(storagePath, input.vmId))) await orGone((await agent(hostId)).disk.ensureAbsent({ stepId: `${stepId}:${path}`, storagePath, path }))
}

const Input = OnVm.extend({ keep: z.array(z.uuid()).default([]) })

export const vmDelete = defineWorkflow<{ hostId: string | null }>()({
  kind: 'vm.delete',
  input: Input,
  title: name => `Delete ${name}`,
  steps: [
    // Apart, because the machine is on no host once it is undefined.
    { name: 'find the machine', do: async ({ db, input, instanceId }) => ({ hostId: (await wantedVm(db, input.vmId, instanceId)).hostId }) },
    {
      name: 'undefine the machine',
      do: async ({ db, input, state: { hostId }, instanceId, stepId, agent }) => {
        const { spec } = await wantedVm(db, input.vmId, instanceId)
        if (hostId) await (await agent(hostId)).vm.ensureAbsent({ stepId, id: input.vmId, generation: spec.generation })
      },
      // Nothing to define again once the rows are gone.
      undo: context => orGone(redefine(context)),
    },
    {
      name: 'remove the disks',
      irreversible: true,
      do: async context => {
        const { disks, configDrive, installation, statelessRun } = await wantedVm(context.db, context.input.vmId, context.instanceId)
        const [first] = disks
        await removeInstaller(context, installation)
        if (first && configDrive) {
          const agent = await agentFor(context, first, context.state.hostId ?? null)
          await orGone(agent.disk.ensureAbsent({ stepId: `${context.stepId}:config`, ...configDrive }))
        }
        if (statelessRun) await dropChanges(context)
        for (const disk of disks.filter(({ id }) => !context.input.keep.includes(id))) {
          if (await isSharedImage(context.db, disk)) {
            await removeDiskRow(context.db, disk.id)
            continue
          }
          const agent = await agentFor(context, disk, context.state.hostId ?? null)
          await orGone(agent.disk.ensureAbsent({ stepId: `${context.stepId}:${disk.id}`, storagePath: disk.storageDomain.path, path: disk.path }))
          // Row by row: what is left of a failure is exactly what still is.
          await removeDiskRow(context.db, disk.id)
        }
      },
    },
    { name: 'forget the machine', irreversible: true, do: ({ db, input }) => removeVmRows(db, input.vmId, input.keep) },
  ],
})
