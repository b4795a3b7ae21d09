import { applyVm } from '@/server/commands/vm/apply'
import { changeCd } from '@/server/commands/vm/change-cd'
import { addNic } from '@/server/commands/vm/nic/add'
import { removeNic } from '@/server/commands/vm/nic/remove'
import { updateNic } from '@/server/commands/vm/nic/update'
import { api } from './base'
import { commandOf } from './command'

export const device = {
  apply: api.device.apply.handler(({ context, input }) => applyVm(commandOf(context), input)),
  addNic: api.device.addNic.handler(({ context, input }) => addNic(commandOf(context), input)),
  updateNic: api.device.updateNic.handler(({ context, input }) => updateNic(commandOf(context), input)),
  removeNic: api.device.removeNic.handler(({ context, input }) => removeNic(commandOf(context), input)),
  changeCd: api.device.changeCd.handler(({ context, input }) => changeCd(commandOf(context), input)),
}
