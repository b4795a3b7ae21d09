import { z } from 'zod'
import { importFormats } from '@/server/contract/agent/import'
import { wantedDomain } from '@/server/domain/vm/xml/definition'
import { buildXml } from '@/server/domain/xml/build'
import { dropDefinition } from '@/server/store/vm/definition'
import { removeVmRows, setDiskAllocated } from '@/server/store/vm/lifecycle'
import { wantedVm } from '@/server/store/vm/spec'
import { defineWorkflow } from '../definition'
import { OnVm } from './input'
import { defineAt, undefineAt } from './new-machine'
import { queueStart } from './queue-start'

const Input = OnVm.extend({
  /** The host that has the files. */
  hostId: z.uuid(),
  storagePath: z.string(),
  path: z.string(),
  /** There may be digests to compare with. */
  verify: z.boolean(),
  start: z.boolean().default(false),
  /** Its description brings XML along, which this host may not know. */
  judge: z.boolean().default(false),
  disks: z.array(z.object({ diskId: z.uuid(), path: z.string(), member: z.string().nullable(), format: z.enum(importFormats) })),
})

/** The largest disks on slow storage. */
const copyMs = 6 * 3_600_000

/** The command has written the rows. The files that it comes from are read alone. */
export const vmImport = defineWorkflow<{ hostId: string }>()({
  kind: 'vm.import',
  input: Input,
  title: name => `Import ${name}`,
  steps: [
    {
      // What stands in the rows is this job's until it ends.
      name: 'take the host of the files',
      do: async ({ input }) => ({ hostId: input.hostId }),
      undo: ({ db, input }) => removeVmRows(db, input.vmId),
    },
    {
      name: 'check the files',
      when: input => input.verify,
      timeoutMs: copyMs,
      cancellable: true,
      do: async ({ input, stepId, agent }) => {
        await (await agent(input.hostId)).import.verify({ stepId, storagePath: input.storagePath, path: input.path })
      },
      undo: async ({ input, stepId, agent }) => {
        await (await agent(input.hostId)).import.abortVerify({ stepId })
      },
    },
    {
      name: 'copy the disks',
      timeoutMs: copyMs,
      cancellable: true,
      do: async ({ db, input, instanceId, stepId, agent }) => {
        const { disks } = await wantedVm(db, input.vmId, instanceId)
        const { import: calls } = await agent(input.hostId)
        for (const { diskId, ...source } of input.disks) {
          const disk = disks.find(({ id }) => id === diskId)
          if (!disk) continue
          const target = { storagePath: disk.storageDomain.path, path: disk.path, format: disk.format }
          const { allocatedMiB } = await calls.copy({ stepId: `${stepId}:${diskId}`, storagePath: input.storagePath, ...source, target })
          await setDiskAllocated(db, diskId, allocatedMiB)
        }
      },
      undo: async ({ db, input, instanceId, stepId, agent }) => {
        const { disks } = await wantedVm(db, input.vmId, instanceId)
        const { disk: calls } = await agent(input.hostId)
        for (const { id, path, storageDomain } of disks) await calls.ensureAbsent({ stepId: `${stepId}:${id}`, storagePath: storageDomain.path, path })
      },
    },
    {
      // libvirt of another version has other words: then it is made from what Atrium models alone.
      name: 'judge its definition',
      when: input => input.judge,
      do: async ({ db, input, instanceId, agent }) => {
        const { spec } = await wantedVm(db, input.vmId, instanceId)
        if (!spec.kept) return
        const { problem } = await (await agent(input.hostId)).vm.checkXml({ xml: buildXml(wantedDomain(null, spec, 'qemu')) })
        if (problem !== null) await dropDefinition(db, { id: input.vmId, name: spec.name }, problem)
      },
    },
    { name: 'define the machine', do: defineAt, undo: undefineAt },
    queueStart,
  ],
})
