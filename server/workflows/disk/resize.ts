import { z } from 'zod'
import { isActive } from '@/server/domain/vm/observed'
import { setDiskSize } from '@/server/store/disk/write'
import { observedVm } from '@/server/store/vm/lifecycle'
import { defineWorkflow } from '../definition'
import { chooseKeeper, imageCall, imageOf } from './image'
import { OnDisk } from './input'

const Input = OnDisk.extend({ sizeMiB: z.int().positive() })

/** Grows, never shrinks. What has grown stays: a guest may have seen it. */
export const diskResize = defineWorkflow<{ hostId: string }>()({
  kind: 'disk.resize',
  input: Input,
  title: name => `Resize the disk ${name}`,
  steps: [
    { name: 'choose a host', do: chooseKeeper },
    {
      name: 'grow the image',
      irreversible: true,
      do: async context => {
        const { db, input, stepId, agent, state } = context
        const image = await imageOf(context)
        const vm = input.vmId ? await observedVm(db, input.vmId) : null
        if (input.vmId && vm?.hostId && isActive(vm.observedState)) {
          const grown = await (await agent(vm.hostId)).vm.growDisk({ stepId, id: input.vmId, generation: vm.generation, path: image.path, sizeMiB: input.sizeMiB })
          await setDiskSize(db, input.diskId, grown)
        } else if (state.hostId) {
          await setDiskSize(db, input.diskId, await (await agent(state.hostId)).disk.ensure({ stepId, ...imageCall(image), sizeMiB: input.sizeMiB }))
        }
      },
    },
  ],
})
