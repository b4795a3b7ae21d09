import { createTicket } from '@/server/commands/console/ticket'
import { makeViewerFile } from '@/server/commands/console/viewer-file'
import type { ViewerFileWish } from '@/server/commands/console/viewer-file'
import { bulkVms } from '@/server/commands/vm/bulk'
import { adoptVm } from '@/server/commands/vm/adopt'
import { cloneVm } from '@/server/commands/vm/clone'
import { createVm } from '@/server/commands/vm/create'
import { discardSavedVm } from '@/server/commands/vm/discard-saved'
import { poweroffVm } from '@/server/commands/vm/poweroff'
import { previewVm } from '@/server/commands/vm/preview'
import { rebootVm } from '@/server/commands/vm/reboot'
import { removeVm } from '@/server/commands/vm/remove'
import { restartVm } from '@/server/commands/vm/restart'
import { resetVm } from '@/server/commands/vm/reset'
import { resumeVm } from '@/server/commands/vm/resume'
import { saveVm } from '@/server/commands/vm/save'
import { setVmProperties } from '@/server/commands/vm/set-properties'
import { shutdownVm } from '@/server/commands/vm/shutdown'
import { startVm } from '@/server/commands/vm/start'
import { suspendVm } from '@/server/commands/vm/suspend'
import { updateVm } from '@/server/commands/vm/update'
import { consoleViewers } from '@/server/store/console/viewer'
import { listVms } from '@/server/store/list/vm'
import { vmSamples } from '@/server/store/read/samples'
import { getVm } from '@/server/store/read/vm'
import { readGeneralisation } from '@/server/store/vm/sysprep'
import { withAgent } from './agents'
import { api } from './base'
import { commandOf } from './command'
import { callerOf } from './context'
import { found } from './found'
import { ifMatch } from './preconditions'
import { askGuest, guestDetails } from './vm-guest'
import { vmXml } from './vm-xml'
import { acceptedXml, definitionXml, readXml } from './vm-xml-edit'

export const vm = {
  list: api.vm.list.handler(({ context, input }) => listVms(context.db, input, callerOf(context))),
  get: api.vm.get.handler(({ context, input }) => found('vm', input.id, getVm(context.db, input.id, callerOf(context)))),
  create: api.vm.create.handler(({ context, input }) => createVm(commandOf(context), input)),
  preview: api.vm.preview.handler(({ context, input }) => previewVm(context.db, input)),
  update: api.vm.update.handler(async ({ context, input }) => {
    const wanted = ifMatch(context.headers)
    const generation = wanted ?? (await found('vm', input.id, getVm(context.db, input.id, callerOf(context)))).generation
    await updateVm(commandOf(context), { ...input, generation })
    return found('vm', input.id, getVm(context.db, input.id, callerOf(context)))
  }),
  bulk: api.vm.bulk.handler(({ context, input }) => bulkVms(commandOf(context), input, callerOf(context))),
  setProperties: api.vm.setProperties.handler(async ({ context, input }) => {
    await setVmProperties(commandOf(context), input)
    return found('vm', input.id, getVm(context.db, input.id, callerOf(context)))
  }),
  remove: api.vm.remove.handler(({ context, input }) => removeVm(commandOf(context), input)),
  start: api.vm.start.handler(({ context, input }) => startVm(commandOf(context), input)),
  shutdown: api.vm.shutdown.handler(({ context, input }) => shutdownVm(commandOf(context), input)),
  poweroff: api.vm.poweroff.handler(({ context, input }) => poweroffVm(commandOf(context), input)),
  reboot: api.vm.reboot.handler(({ context, input }) => rebootVm(commandOf(context), input)),
  restart: api.vm.restart.handler(({ context, input }) => restartVm(commandOf(context), input)),
  reset: api.vm.reset.handler(({ context, input }) => resetVm(commandOf(context), input)),
  suspend: api.vm.suspend.handler(({ context, input }) => suspendVm(commandOf(context), input)),
  resume: api.vm.resume.handler(({ context, input }) => resumeVm(commandOf(context), input)),
  save: api.vm.save.handler(({ context, input }) => saveVm(commandOf(context), input)),
  discardSaved: api.vm.discardSaved.handler(({ context, input }) => discardSavedVm(commandOf(context), input)),
  clone: api.vm.clone.handler(({ context, input }) => cloneVm(commandOf(context), input)),
  generalisation: api.vm.generalisation.handler(({ context, input }) => readGeneralisation(context.db, input.id)),
  adopt: api.vm.adopt.handler(({ context, input }) => adoptVm(commandOf(context), input)),
  guest: api.vm.guest.handler(({ context, input }) => guestDetails(context.db, input.id)),
  askGuest: api.vm.askGuest.handler(({ context, input }) => askGuest(context.db, input.id, input.deed, callerOf(context))),
  consoleTicket: api.vm.consoleTicket.handler(async ({ context, input }) => {
    const { id: userId } = callerOf(context)
    const { expiresAt, ...ticket } = await createTicket(context.db, { vmId: input.id, protocol: input.protocol, userId, now: context.now })
    return { ...ticket, expiresAt: expiresAt.toISOString() }
  }),
  viewerFile: api.vm.viewerFile.handler(async ({ context, input: { id: vmId, type } }) => {
    const open: ViewerFileWish['open'] = (hostId, screen) => withAgent(context.db, hostId, agent => agent.vm.openScreen(screen))
    const { expiresAt, ...file } = await makeViewerFile(context.db, { vmId, type, user: callerOf(context), now: context.now, open })
    return { ...file, expiresAt: expiresAt.toISOString() }
  }),
  consoleViewers: api.vm.consoleViewers.handler(async ({ context, input }) => ({ items: await consoleViewers(context.db, input.id) })),
  samples: api.vm.samples.handler(async ({ context, input }) => ({ items: await vmSamples(context.db, input.id, input.minutes, context.now) })),
  xml: api.vm.xml.handler(async ({ context, input }) => ({ xml: await (input.of === 'wanted' ? definitionXml : vmXml)(context.db, input.id) })),
  checkXml: api.vm.checkXml.handler(async ({ context, input }) => (await readXml(context.db, input)).check),
  setXml: api.vm.setXml.handler(async ({ context, input }) => {
    const wanted = ifMatch(context.headers)
    const { edit } = acceptedXml(await readXml(context.db, input))
    const generation = wanted ?? (await found('vm', input.id, getVm(context.db, input.id, callerOf(context)))).generation
    await updateVm(commandOf(context), { id: input.id, generation, ...edit })
    return found('vm', input.id, getVm(context.db, input.id, callerOf(context)))
  }),
}
