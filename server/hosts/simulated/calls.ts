import { implement } from '@orpc/server'
import { agentContract } from '@/server/contract/agent/agent'
import type { HostFacts } from '@/server/contract/agent/host'
import type { VmSpec } from '@/server/contract/agent/vm'
import { AppError } from '@/server/domain/error'
import { wantedDomain } from '@/server/domain/vm/xml/definition'
import { buildXml } from '@/server/domain/xml/build'
import { parseXml } from '@/server/domain/xml/parse'
import { failByName } from './faults'
import type { Faults } from './faults'
import type { Feed } from './feed'
import { simulatedChange } from './live'
import { createImports } from './imports'
import { simulatedDisks } from './disks'
import { isDown } from './machines'
import type { Machines, SimulatedMachine } from './machines'
import { simulatedMirror } from './mirror'
import { simulatedScreen } from './screens'
import { simulatedMigration } from './migration'
import { storageCalls } from './storage-calls'
import type { SimulatedFolder, Storage } from './storage'
import { simulatedUpload } from './uploads'
import type { SimulatedUploads } from './uploads'

export interface Parts {
  hostId: string
  facts: HostFacts
  feed: Feed
  faults: Faults
  machines: Machines
  storage: Storage
  uploads: SimulatedUploads
  folder: SimulatedFolder
  networks: Map<string, string>
  /** Machines of the hosts that this one reaches, by host id. */
  hosts: ReadonlyMap<string, Machines>
}

/** The machine that runs, or would. */
const runOf = ({ spec, once }: SimulatedMachine): VmSpec => once ?? spec
const endsOnRestart = (machine: SimulatedMachine): boolean => runOf(machine).hardware.lifecycle.onReboot === 'destroy'

const wrongState = ({ spec, state }: SimulatedMachine): AppError =>
  new AppError('WRONG_STATE', `Machine ${spec.name} is ${state}.`, {
    subject: { type: 'vm', id: spec.id, name: spec.name }, reason: { code: 'wrong_state', params: { state } },
  })

/**
 * A guest with `deaf` in its name does not hear requests; only one with `with-agent` has a guest agent, and with `agent-dies` that
 * one takes the question and is never heard of again.
 */
const hears = ({ spec }: SimulatedMachine, method: 'agent' | 'acpi'): boolean => !spec.name.includes(method === 'agent' ? 'agent-dies' : 'deaf') && !spec.name.includes('deaf')
const agentAnswers = (machine: SimulatedMachine, method: 'agent' | 'acpi'): void => {
  if (method === 'agent' && !machine.spec.name.includes('with-agent')) throw new AppError('TIMEOUT', `The guest agent of ${machine.spec.name} does not answer.`)
}

/** The agent's calls on a simulated host: the same contract as the real agent, the same meaning of each call. */
export const simulatedRouter = (parts: Parts) => {
  const { hostId, facts, feed, faults, machines, storage, networks } = parts
  const os = implement(agentContract)
  const imports = createImports(parts.folder, storage)
  const done = new Set<string>()
  const { run } = faults

  /** Runs the effect of a request once per step id. */
  const once = (stepId: string, effect: () => void): Record<string, never> => {
    if (!done.has(stepId)) effect()
    done.add(stepId)
    return {}
  }
  /** The guest acts on a request only after the call has returned, as a real one does. */
  const soon = (effect: () => void): void => { setImmediate(effect) }

  const restart = (machine: SimulatedMachine): void => {
    if (endsOnRestart(machine)) machines.change(machine, 'down', 'restart', 'stopped')
    else machines.change(machine, 'running', 'booted', 'reboot')
  }

  return os.router({
    host: {
      facts: os.host.facts.handler(() => run('host.facts', () => facts)),
      watch: os.host.watch.handler(({ signal }) =>
        run(
          'host.watch',
          () => feed.watch(() => ({ type: 'snapshot', hostId, facts, libvirt: 'up', vms: [...machines.all.values()].map(machines.observe) }), signal),
        ),
      ),
      leave: os.host.leave.handler(() => run('host.leave', () => ({}))),
      lockDisks: os.host.lockDisks.handler(() => run('host.lockDisks', () => ({ restarted: true }))),
      acceptMigrations: os.host.acceptMigrations.handler(() => run('host.acceptMigrations', () => ({ restarted: true }))),
    },
    vm: {
      list: os.vm.list.handler(() => run('vm.list', () => [...machines.all.values()].map(machines.observe))),
      get: os.vm.get.handler(({ input }) => run('vm.get', () => {
        const machine = machines.all.get(input.id)
        return machine ? machines.observe(machine) : null
      })),
      xml: os.vm.xml.handler(({ input }) => run('vm.xml', () => {
        const machine = machines.need(input.id)
        return { xml: buildXml(wantedDomain(null, input.inactive ? machine.spec : runOf(machine), 'qemu')) }
      })),
      checkXml: os.vm.checkXml.handler(({ input }) => run('vm.checkXml', () => ({ problem: parseXml(input.xml).name === 'domain' ? null : 'It describes no domain.' }))),
      ensureDefined: os.vm.ensureDefined.handler(({ input }) => run('vm.ensureDefined', () => machines.observe(machines.define(input.spec)))),
      ensureRunning: os.vm.ensureRunning.handler(({ input }) => run('vm.ensureRunning', () => {
        const known = machines.all.get(input.spec.id)
        if (known && !isDown(known)) return machines.observe(known)
        failByName('start-fail', input.spec.name)
        // One that another tool, or another manager, made is started as it is; saved memory goes on as it was saved.
        const asItIs = known !== undefined && (known.instanceId !== input.spec.instanceId || known.state === 'saved')
        if (asItIs && input.once) throw wrongState(known)
        const machine = asItIs ? known : machines.define(input.spec)
        for (const { path, format } of (input.once ?? machine.spec).disks) storage.inspect({ path, format })
        machine.once = input.once ?? undefined
        return machines.change(machine, input.paused ? 'paused' : 'running', 'booted', 'started')
      })),
      applyLive: os.vm.applyLive.handler(({ input: { spec, only } }) => run('vm.applyLive', () => {
        machines.need(spec.id)
        const machine = machines.define(spec)
        if (!machine.running || (machine.once && only === null)) return { vm: machines.observe(machine), changes: [] }
        for (const { path, format } of spec.disks) storage.inspect({ path, format })
        const { running, changes } = simulatedChange(machine.running, spec, only)
        if (running === machine.running) return { vm: machines.observe(machine), changes }
        machine.running = running
        return { vm: machines.change(machine, machine.state, machine.reason, 'changed'), changes }
      })),
      requestShutdown: os.vm.requestShutdown.handler(({ input }) => run('vm.requestShutdown', () => {
        const machine = machines.need(input.id, input.generation)
        if (isDown(machine) && !done.has(input.stepId)) throw wrongState(machine)
        agentAnswers(machine, input.method)
        return once(input.stepId, () => { if (hears(machine, input.method)) soon(() => { if (!isDown(machine)) machines.change(machine, 'down', 'shutdown', 'stopped') }) })
      })),
      ensureStopped: os.vm.ensureStopped.handler(({ input }) => run('vm.ensureStopped', () => {
        const machine = machines.need(input.id, input.generation)
        failByName('stop-fail', machine.spec.name)
        return isDown(machine) ? machines.observe(machine) : machines.change(machine, 'down', 'destroyed', 'stopped')
      })),
      ensureSuspended: os.vm.ensureSuspended.handler(({ input }) => run('vm.ensureSuspended', () => {
        const machine = machines.need(input.id, input.generation)
        if (machine.state === 'paused') return machines.observe(machine)
        if (machine.state !== 'running') throw wrongState(machine)
        return machines.change(machine, 'paused', 'user', 'suspended')
      })),
      ensureResumed: os.vm.ensureResumed.handler(({ input }) => run('vm.ensureResumed', () => {
        const machine = machines.need(input.id, input.generation)
        if (machine.state === 'running') return machines.observe(machine)
        if (machine.state !== 'paused' && machine.state !== 'paused_io') throw wrongState(machine)
        return machines.change(machine, 'running', 'unpaused', 'resumed')
      })),
      ensureSaved: os.vm.ensureSaved.handler(({ input }) => run('vm.ensureSaved', () => {
        const machine = machines.need(input.id, input.generation)
        if (machine.state === 'saved') return machines.observe(machine)
        if (machine.state !== 'running' && machine.state !== 'paused') throw wrongState(machine)
        feed.tell({ type: 'task', stepId: input.stepId, progress: 0.5, done: false })
        return machines.change(machine, 'saved', 'saved', 'stopped')
      })),
      abortSave: os.vm.abortSave.handler(({ input }) => run('vm.abortSave', () => machines.observe(machines.need(input.id, input.generation)))),
      discardSaved: os.vm.discardSaved.handler(({ input }) => run('vm.discardSaved', () => {
        const machine = machines.need(input.id, input.generation)
        return machine.state === 'saved' ? machines.change(machine, 'down', 'unknown', 'discarded') : machines.observe(machine)
      })),
      reboot: os.vm.reboot.handler(({ input }) => run('vm.reboot', () => {
        const machine = machines.need(input.id, input.generation)
        if (isDown(machine) && !done.has(input.stepId)) throw wrongState(machine)
        agentAnswers(machine, input.method)
        return once(input.stepId, () => { if (hears(machine, input.method)) soon(() => restart(machine)) })
      })),
      reset: os.vm.reset.handler(({ input }) => run('vm.reset', () => {
        const machine = machines.need(input.id, input.generation)
        if (isDown(machine) && !done.has(input.stepId)) throw wrongState(machine)
        return once(input.stepId, () => soon(() => endsOnRestart(machine) ? restart(machine) : machines.change(machine, machine.state, machine.reason, 'reboot')))
      })),
      ensureAbsent: os.vm.ensureAbsent.handler(({ input }) => run('vm.ensureAbsent', () => {
        machines.accept(input.id, input.generation)
        machines.remove(input.id)
        return {}
      })),
      growDisk: os.vm.growDisk.handler(({ input }) => run('vm.growDisk', () => {
        const machine = machines.need(input.id, input.generation)
        if (machine.state !== 'running' && machine.state !== 'paused') throw wrongState(machine)
        return { sizeMiB: storage.grow(machine.spec, input) }
      })),
      mirrorDisk: os.vm.mirrorDisk.handler(({ input }) => run('vm.mirrorDisk', () => {
        storage.inspect({ path: input.to.path, format: input.to.format })
        return simulatedMirror.begin(machines.need(input.id, input.generation), input)
      })),
      pivotDisk: os.vm.pivotDisk.handler(({ input }) => run('vm.pivotDisk', () => {
        const machine = machines.need(input.id, input.generation)
        const after = simulatedMirror.pivot(machine, input)
        machines.change(machine, machine.state, machine.reason, 'changed')
        return after
      })),
      endMirror: os.vm.endMirror.handler(({ input }) => run('vm.endMirror', () => simulatedMirror.end(machines.need(input.id, input.generation), input))),
      setAutostart: os.vm.setAutostart.handler(({ input }) => run('vm.setAutostart', () => {
        const machine = machines.need(input.id, input.generation)
        if ((machine.autostart ?? false) === input.enabled) return machines.observe(machine)
        machine.autostart = input.enabled
        return machines.change(machine, machine.state, machine.reason, 'autostart')
      })),
      adopt: os.vm.adopt.handler(({ input }) => run('vm.adopt', () => {
        const machine = machines.need(input.id)
        const unchanged = machine.instanceId === input.instanceId && machine.generation === input.generation
        Object.assign(machine, { instanceId: input.instanceId, generation: input.generation })
        if (!unchanged) feed.tell({ type: 'vm', vm: machines.observe(machine), cause: 'defined' })
        return machines.observe(machine)
      })),
      screenshot: os.vm.screenshot.handler(({ input }) => run('vm.screenshot', () => {
        if (isDown(machines.need(input.id))) throw wrongState(machines.need(input.id))
        return new File([new Uint8Array([0x89, 0x50, 0x4e, 0x47])], 'screen.png', { type: 'image/png' })
      })),
      openScreen: os.vm.openScreen.handler(({ input }) => run('vm.openScreen', () => {
        const machine = machines.need(input.id)
        if (machine.state !== 'running' && machine.state !== 'paused') throw wrongState(machine)
        return simulatedScreen(machine.spec, input.type)
      })),
    },
    migration: simulatedMigration(parts),
    guest: {
      details: os.guest.details.handler(({ input }) => run('guest.details', () => {
        const machine = machines.need(input.id)
        if (machine.state !== 'running') throw wrongState(machine)
        agentAnswers(machine, 'agent')
        return { users: [{ name: 'root', loginAt: null }], fileSystems: [{ mountpoint: '/', type: 'ext4', totalBytes: 1_000_000, usedBytes: 400_000 }] }
      })),
      ask: os.guest.ask.handler(({ input }) => run('guest.ask', () => {
        const machine = machines.need(input.id)
        if (machine.state !== 'running') throw wrongState(machine)
        agentAnswers(machine, 'agent')
        if (input.deed.kind === 'freeze' || input.deed.kind === 'thaw') {
          machine.frozen = input.deed.kind === 'freeze'
          machines.change(machine, machine.state, machine.reason, 'frozen')
        }
        return {}
      })),
    },
    disk: simulatedDisks(parts),
    import: {
      list: os.import.list.handler(({ input }) => run('import.list', () => imports.list(input.storagePath))),
      describe: os.import.describe.handler(({ input }) => run('import.describe', () => imports.describe(input))),
      inspect: os.import.inspect.handler(({ input }) => run('import.inspect', () => imports.inspect(input))),
      verify: os.import.verify.handler(({ input }) => run('import.verify', () => imports.verify(input))),
      abortVerify: os.import.abortVerify.handler(() => run('import.abortVerify', () => ({}))),
      copy: os.import.copy.handler(({ input }) => run('import.copy', () => {
        const result = imports.copy(input)
        feed.tell({ type: 'task', stepId: input.stepId, progress: 1, done: true })
        return result
      })),
    },
    upload: simulatedUpload(parts),
    configDrive: {
      ensure: os.configDrive.ensure.handler(({ input }) => run('configDrive.ensure', () => {
        storage.ensure({ stepId: input.stepId, storagePath: input.storagePath, path: input.path, format: 'raw', sizeMiB: 1, source: null })
        return {}
      })),
    },
    installer: {
      ensure: os.installer.ensure.handler(({ input }) => run('installer.ensure', () => {
        for (const path of [input.kernel, input.initrd]) storage.ensure({ stepId: input.stepId, storagePath: input.storagePath, path, format: 'raw', sizeMiB: 1, source: null })
        feed.tell({ type: 'task', stepId: input.stepId, progress: 1, done: true })
        return { commandLine: `inst.repo=${input.url}` }
      })),
    },
    media: {
      list: os.media.list.handler(({ input }) => run('media.list', () => storage.media(input.storagePath))),
    },
    storage: storageCalls({ folder: parts.folder, storage, run }),
    network: {
      ensure: os.network.ensure.handler(({ input }) => run('network.ensure', () => {
        const bridge = input.forward.mode === 'bridge' ? input.forward.bridge : `virbr-${input.name}`
        networks.set(input.name, bridge)
        return { name: input.name, bridge, active: true }
      })),
      ensureAbsent: os.network.ensureAbsent.handler(({ input }) => run('network.ensureAbsent', () => {
        const user = [...machines.all.values()].find(({ spec }) => spec.nics.some(({ network }) => network === input.name))
        if (user) throw new AppError('IN_USE', `Network “${input.name}” is in use on this host by ${user.spec.name}.`, { subject: { type: 'network', name: input.name } })
        networks.delete(input.name)
        return {}
      })),
    },
  })
}
