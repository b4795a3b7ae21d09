import { attachDisk } from '@/server/commands/disk/attach'
import { checkDiskImage, repairDiskImage } from '@/server/commands/disk/check'
import { copyDisk } from '@/server/commands/disk/copy'
import { createDisk, createVmDisk } from '@/server/commands/disk/create'
import { detachDisk } from '@/server/commands/disk/detach'
import { moveDisk } from '@/server/commands/disk/move'
import { removeDisk } from '@/server/commands/disk/remove'
import { resizeDisk } from '@/server/commands/disk/resize'
import { shrinkDisk } from '@/server/commands/disk/shrink'
import { listDisks } from '@/server/store/list/disk'
import { getDisk } from '@/server/store/read/disk'
import { api } from './base'
import { chainOf } from './disk-chain'
import { commandOf } from './command'
import { callerOf } from './context'
import { found } from './found'
import { onObject } from './permission'

export const disk = {
  list: api.disk.list.handler(({ context, input }) => listDisks(context.db, input, callerOf(context))),
  get: api.disk.get.handler(({ context, input }) => found('disk', input.id, getDisk(context.db, input.id, callerOf(context)))),
  chain: api.disk.chain.handler(({ context, input }) => chainOf(context.db, input.id)),
  create: api.disk.create.handler(({ context, input }) => createDisk(commandOf(context), input)),
  createForVm: api.disk.createForVm.handler(({ context, input }) => createVmDisk(commandOf(context), input)),
  attach: api.disk.attach.handler(async ({ context, input }) => {
    await onObject(context, { verb: 'disk.attach', on: 'disk' }, input.diskId)
    return attachDisk(commandOf(context), input)
  }),
  detach: api.disk.detach.handler(({ context, input }) => detachDisk(commandOf(context), input)),
  resize: api.disk.resize.handler(({ context, input }) => resizeDisk(commandOf(context), input)),
  shrink: api.disk.shrink.handler(({ context, input }) => shrinkDisk(commandOf(context), input)),
  check: api.disk.check.handler(({ context, input }) => checkDiskImage(commandOf(context), input)),
  repair: api.disk.repair.handler(({ context, input }) => repairDiskImage(commandOf(context), input)),
  copy: api.disk.copy.handler(async ({ context, input }) => {
    await onObject(context, { verb: 'disk.create', on: 'storage-domain' }, input.storageDomainId)
    return copyDisk(commandOf(context), input)
  }),
  move: api.disk.move.handler(async ({ context, input }) => {
    if (input.storageDomainId) await onObject(context, { verb: 'disk.create', on: 'storage-domain' }, input.storageDomainId)
    return moveDisk(commandOf(context), input)
  }),
  remove: api.disk.remove.handler(({ context, input }) => removeDisk(commandOf(context), input)),
}
