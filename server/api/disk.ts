import { attachDisk } from '@/server/commands/disk/attach'
import { createDisk, createVmDisk } from '@/server/commands/disk/create'
import { detachDisk } from '@/server/commands/disk/detach'
import { removeDisk } from '@/server/commands/disk/remove'
import { resizeDisk } from '@/server/commands/disk/resize'
import { listDisks } from '@/server/store/list/disk'
import { getDisk } from '@/server/store/read/disk'
import { api } from './base'
import { commandOf } from './command'
import { callerOf } from './context'
import { found } from './found'
import { onObject } from './permission'

export const disk = {
  list: api.disk.list.handler(({ context, input }) => listDisks(context.db, input, callerOf(context))),
  get: api.disk.get.handler(({ context, input }) => found('disk', input.id, getDisk(context.db, input.id, callerOf(context)))),
  create: api.disk.create.handler(({ context, input }) => createDisk(commandOf(context), input)),
  createForVm: api.disk.createForVm.handler(({ context, input }) => createVmDisk(commandOf(context), input)),
  attach: api.disk.attach.handler(async ({ context, input }) => {
    await onObject(context, { verb: 'disk.attach', on: 'disk' }, input.diskId)
    return attachDisk(commandOf(context), input)
  }),
  detach: api.disk.detach.handler(({ context, input }) => detachDisk(commandOf(context), input)),
  resize: api.disk.resize.handler(({ context, input }) => resizeDisk(commandOf(context), input)),
  remove: api.disk.remove.handler(({ context, input }) => removeDisk(commandOf(context), input)),
}
