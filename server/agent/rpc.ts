import { implement, ORPCError } from '@orpc/server'
import { RPCHandler } from '@orpc/server/node'
import { agentContract } from '@/server/contract/agent/agent'
import { toWireError } from '@/server/domain/wire-error'
import type { Agent, Caller } from './agent'
import { diskChain } from './disks/chain'
import { abortDiskWork, checkDisk } from './disks/check'
import { ensureConfigDrive } from './disks/config-drive'
import { ensureDiskAbsent } from './disks/ensure-absent'
import { ensureDisk } from './disks/ensure'
import { generalise } from './disks/generalise'
import { diskHolders } from './disks/held'
import { inspectDisk } from './disks/inspect'
import { shrinkDisk } from './disks/shrink'
import { watch } from './events/watch'
import { acceptMigrations } from './host/accept-migrations'
import { lockDisks } from './host/lock-disks'
import { copyImport, inspectImport } from './imports/copy'
import { describeImport } from './imports/describe'
import { listImports } from './imports/list'
import { abortVerify, verifyImport } from './imports/verify'
import { ensureInstaller } from './installer/ensure'
import { beginMigration } from './migration/begin'
import { dropDefinition } from './migration/drop-definition'
import { migrationDestination, migrationSource } from './migration/facts'
import { installLibvirtCertificate, libvirtRequest } from './migration/libvirt-tls'
import { listenForProbe, reach } from './migration/ports'
import { installCertificate, migrationRequest } from './migration/tls'
import { ensureNetworkAbsent } from './network/ensure-absent'
import { ensureNetwork } from './network/ensure'
import { listMedia } from './storage/media'
import { ensureDomain, forgetDomain } from './storage/operations'
import { lookAtPlace } from './storage/look'
import { readMetadata, writeMetadata } from './storage/metadata'
import { wipeDomain } from './storage/wipe'
import { beginUpload, uploadState } from './uploads/begin'
import { discardUpload } from './uploads/discard'
import { fetchUpload } from './uploads/fetch'
import { finishUpload } from './uploads/finish'
import { adopt } from './vms/adopt'
import { applyLive } from './vms/live/apply-live'
import { checkXml } from './vms/check-xml'
import { ensureAbsent } from './vms/ensure-absent'
import { ensureDefined } from './vms/ensure-defined'
import { ensureResumed } from './vms/ensure-resumed'
import { ensureRunning } from './vms/ensure-running'
import { ensureStopped } from './vms/ensure-stopped'
import { ensureSuspended } from './vms/ensure-suspended'
import { growDisk } from './vms/grow-disk'
import { endMirror, mirrorDisk, pivotDisk } from './vms/mirror-disk'
import { openScreen } from './vms/open-screen'
import { getVm, listVms, vmXml } from './vms/queries'
import { reboot } from './vms/reboot'
import { requestShutdown } from './vms/request-shutdown'
import { reset } from './vms/reset'
import { askDeed, guestDetails } from './vms/guest-deeds'
import { setAutostart } from './vms/set-autostart'
import { abortSave, discardSaved, ensureSaved } from './vms/save'
import { screenshot } from './vms/screenshot'

interface Context {
  agent: Agent
  caller: Caller
}

const os = implement(agentContract).$context<Context>()

const router = os.router({
  host: {
    facts: os.host.facts.handler(({ context }) => context.agent.facts.facts()),
    watch: os.host.watch.handler(({ context, signal }) => watch(context.agent, signal)),
    leave: os.host.leave.handler(async ({ context }) => {
      await context.agent.leave()
      return {}
    }),
    lockDisks: os.host.lockDisks.handler(async ({ context }) => {
      const done = await lockDisks()
      await context.agent.facts.refresh()
      return done
    }),
    acceptMigrations: os.host.acceptMigrations.handler(async ({ context }) => {
      const done = await acceptMigrations()
      await context.agent.facts.refresh()
      return done
    }),
  },
  vm: {
    list: os.vm.list.handler(({ context }) => listVms(context.agent)),
    get: os.vm.get.handler(({ context, input }) => getVm(context.agent, input)),
    xml: os.vm.xml.handler(({ context, input }) => vmXml(context.agent, input)),
    checkXml: os.vm.checkXml.handler(({ context, input }) => checkXml(context.agent, input)),
    ensureDefined: os.vm.ensureDefined.handler(({ context, input }) => ensureDefined(context.agent, context.caller, input)),
    ensureRunning: os.vm.ensureRunning.handler(({ context, input }) => ensureRunning(context.agent, context.caller, input)),
    applyLive: os.vm.applyLive.handler(({ context, input }) => applyLive(context.agent, context.caller, input)),
    requestShutdown: os.vm.requestShutdown.handler(({ context, input }) => requestShutdown(context.agent, context.caller, input)),
    ensureStopped: os.vm.ensureStopped.handler(({ context, input }) => ensureStopped(context.agent, context.caller, input)),
    ensureSuspended: os.vm.ensureSuspended.handler(({ context, input }) => ensureSuspended(context.agent, context.caller, input)),
    ensureResumed: os.vm.ensureResumed.handler(({ context, input }) => ensureResumed(context.agent, context.caller, input)),
    ensureSaved: os.vm.ensureSaved.handler(({ context, input }) => ensureSaved(context.agent, context.caller, input)),
    abortSave: os.vm.abortSave.handler(({ context, input }) => abortSave(context.agent, context.caller, input)),
    discardSaved: os.vm.discardSaved.handler(({ context, input }) => discardSaved(context.agent, context.caller, input)),
    reboot: os.vm.reboot.handler(({ context, input }) => reboot(context.agent, context.caller, input)),
    reset: os.vm.reset.handler(({ context, input }) => reset(context.agent, context.caller, input)),
    ensureAbsent: os.vm.ensureAbsent.handler(({ context, input }) => ensureAbsent(context.agent, context.caller, input)),
    growDisk: os.vm.growDisk.handler(({ context, input }) => growDisk(context.agent, context.caller, input)),
    mirrorDisk: os.vm.mirrorDisk.handler(({ context, input }) => mirrorDisk(context.agent, context.caller, input)),
    pivotDisk: os.vm.pivotDisk.handler(({ context, input }) => pivotDisk(context.agent, context.caller, input)),
    endMirror: os.vm.endMirror.handler(({ context, input }) => endMirror(context.agent, context.caller, input)),
    setAutostart: os.vm.setAutostart.handler(({ context, input }) => setAutostart(context.agent, context.caller, input)),
    adopt: os.vm.adopt.handler(({ context, input }) => adopt(context.agent, context.caller, input)),
    screenshot: os.vm.screenshot.handler(({ context, input }) => screenshot(context.agent, input)),
    openScreen: os.vm.openScreen.handler(({ context, input }) => openScreen(context.agent, input)),
  },
  migration: {
    source: os.migration.source.handler(({ context, input }) => migrationSource(context.agent, input)),
    destination: os.migration.destination.handler(({ context, input }) => migrationDestination(context.agent, input)),
    listen: os.migration.listen.handler(({ input }) => listenForProbe(input.address, input.forMs)),
    reach: os.migration.reach.handler(({ input }) => reach(input)),
    begin: os.migration.begin.handler(({ context, input }) => beginMigration(context.agent, context.caller, input)),
    get: os.migration.get.handler(({ context, input }) => context.agent.migrations.get(input.stepId)),
    cancel: os.migration.cancel.handler(({ context, input }) => context.agent.migrations.cancel(input.stepId)),
    tune: os.migration.tune.handler(({ context, input: { stepId, ...limits } }) => context.agent.migrations.tune(stepId, limits)),
    postCopy: os.migration.postCopy.handler(({ context, input }) => context.agent.migrations.postCopy(input.stepId)),
    certificateRequest: os.migration.certificateRequest.handler(({ context: { agent }, input }) => (input.channel === 'qemu' ? migrationRequest : libvirtRequest)(agent)),
    installCertificate: os.migration.installCertificate.handler(async ({ context: { agent }, input }) => {
      await (input.channel === 'qemu' ? installCertificate : installLibvirtCertificate)(agent, input, Date.now())
      await agent.facts.refresh()
      return {}
    }),
    dropDefinition: os.migration.dropDefinition.handler(({ context, input }) => dropDefinition(context.agent, context.caller, input)),
  },
  guest: {
    details: os.guest.details.handler(({ context, input }) => guestDetails(context.agent, input)),
    ask: os.guest.ask.handler(({ context, input }) => askDeed(context.agent, input)),
  },
  disk: {
    ensure: os.disk.ensure.handler(({ context, input }) => ensureDisk(context.agent, input)),
    ensureAbsent: os.disk.ensureAbsent.handler(({ context, input }) => ensureDiskAbsent(context.agent, input)),
    generalise: os.disk.generalise.handler(({ context, input }) => generalise(context.agent, input)),
    holders: os.disk.holders.handler(({ context, input }) => diskHolders(context.agent, input)),
    shrink: os.disk.shrink.handler(({ context, input }) => shrinkDisk(context.agent, input)),
    check: os.disk.check.handler(({ context, input }) => checkDisk(context.agent, input)),
    abort: os.disk.abort.handler(({ input }) => abortDiskWork(input)),
    chain: os.disk.chain.handler(({ input }) => diskChain(input)),
    inspect: os.disk.inspect.handler(({ context, input }) => inspectDisk(context.agent, input)),
  },
  import: {
    list: os.import.list.handler(({ input }) => listImports(input)),
    describe: os.import.describe.handler(({ input }) => describeImport(input)),
    inspect: os.import.inspect.handler(({ input }) => inspectImport(input)),
    verify: os.import.verify.handler(({ context, input }) => verifyImport(context.agent, input)),
    abortVerify: os.import.abortVerify.handler(({ input }) => abortVerify(input)),
    copy: os.import.copy.handler(({ context, input }) => copyImport(context.agent, input)),
  },
  upload: {
    begin: os.upload.begin.handler(({ context, input }) => beginUpload(context.agent, input)),
    state: os.upload.state.handler(({ context, input }) => uploadState(context.agent, input)),
    fetch: os.upload.fetch.handler(({ context, input }) => fetchUpload(context.agent, input)),
    finish: os.upload.finish.handler(({ context, input }) => finishUpload(context.agent, input)),
    discard: os.upload.discard.handler(({ context, input }) => discardUpload(context.agent, input)),
  },
  configDrive: {
    ensure: os.configDrive.ensure.handler(({ context, input }) => ensureConfigDrive(context.agent, input)),
  },
  installer: {
    ensure: os.installer.ensure.handler(({ context, input }) => ensureInstaller(context.agent, input)),
  },
  media: {
    list: os.media.list.handler(({ input }) => listMedia(input)),
  },
  storage: {
    ensureDomain: os.storage.ensureDomain.handler(({ context, input }) => ensureDomain(context.agent, input)),
    forgetDomain: os.storage.forgetDomain.handler(({ context, input }) => forgetDomain(context.agent, input)),
    look: os.storage.look.handler(({ input }) => lookAtPlace(input)),
    readMetadata: os.storage.readMetadata.handler(({ input }) => readMetadata(input)),
    writeMetadata: os.storage.writeMetadata.handler(({ context, input }) => writeMetadata(context.agent, input)),
    wipe: os.storage.wipe.handler(({ context, input }) => wipeDomain(context.agent, input)),
  },
  network: {
    ensure: os.network.ensure.handler(({ context, input }) => ensureNetwork(context.agent, input)),
    ensureAbsent: os.network.ensureAbsent.handler(({ context, input }) => ensureNetworkAbsent(context.agent, input)),
  },
})

/** The one place where errors leave the agent: oRPC's own (a call that does not fit the contract) as they are, all others as AppErrors. */
const onWire = (error: unknown): ORPCError<string, unknown> => {
  if (error instanceof ORPCError) return error
  const { code, ...rest } = toWireError(error)
  return new ORPCError(code, rest)
}

/** The contract over HTTP. */
export const createRpc = (agent: Agent) =>
  new RPCHandler<Context>(router, {
    clientInterceptors: [
      async ({ next, path }) => {
        try {
          return await next()
        } catch (error) {
          const told = onWire(error)
          agent.log[told.code === 'INTERNAL' ? 'error' : 'info']({ err: error, call: path.join('.') }, 'a call was refused')
          throw told
        }
      },
    ],
  })
