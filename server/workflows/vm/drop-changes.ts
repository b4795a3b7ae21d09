import { defineWorkflow } from '../definition'
import { OnVm } from './input'
import { dropChanges } from './stateless'

/** After a stateless run. */
export const vmDropChanges = defineWorkflow()({
  kind: 'vm.drop_changes',
  input: OnVm,
  title: name => `Drop the changes of ${name}`,
  steps: [{ name: 'drop the changes', irreversible: true, do: dropChanges }],
})
