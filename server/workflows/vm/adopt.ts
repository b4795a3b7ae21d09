import { parseFirmware } from '@/server/domain/vm/xml/os'
import { parseHardware } from '@/server/domain/vm/xml/read'
import { text } from '@/server/domain/xml/element'
import { parseXml } from '@/server/domain/xml/parse'
import { letGoOfVm, takeOverVm } from '@/server/store/vm/adopt'
import type { Definition } from '@/server/store/vm/adopt'
import { defineWorkflow } from '../definition'
import { OnVm } from './input'
import { reach } from './machine'

/** The machine becomes ours as it is: its definition keeps everything, only our mark is added. */
export const vmAdopt = defineWorkflow<{ definition: Definition }>()({
  kind: 'vm.adopt',
  input: OnVm,
  title: name => `Adopt ${name}`,
  steps: [
    {
      name: 'read its definition',
      do: async context => {
        const { agent, call } = await reach(context)
        const { xml } = await agent.vm.xml({ id: call.id, inactive: true })
        const domain = parseXml(xml)
        return { definition: { firmware: parseFirmware(domain), description: text(domain, 'description') ?? '', hardware: parseHardware(domain), xml } }
      },
    },
    {
      // Refused here when one of ours has the same name.
      name: 'take it over',
      do: async ({ db, input, state: { definition } }) => {
        if (definition) await takeOverVm(db, input.vmId, definition)
      },
      undo: ({ db, input }) => letGoOfVm(db, input.vmId),
    },
    {
      name: 'mark it on the host',
      irreversible: true,
      do: async context => {
        const { agent, call } = await reach(context)
        await agent.vm.adopt({ ...call, instanceId: context.instanceId })
      },
    },
  ],
})
