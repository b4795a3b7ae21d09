import { implement } from '@orpc/server'
import { agentContract } from '@/server/contract/agent/agent'
import type { MigrationPlan, MigrationTask } from '@/server/contract/agent/migration'
import { AppError } from '@/server/domain/error'
import { sideOf } from '@/server/domain/migration/outcome'
import { createCsr } from '@/server/domain/pki/certificate'
import type { Parts } from './calls'
import { isDown } from './machines'
import type { Machines } from './machines'
import type { SimulatedFolder } from './storage'

/** Simulated hosts that share a folder reach each other. */
const neighbours = new WeakMap<SimulatedFolder, Map<string, Machines>>()

export const joinNeighbours = (folder: SimulatedFolder, hostId: string, machines: Machines): Map<string, Machines> => {
  const known = neighbours.get(folder) ?? new Map<string, Machines>()
  neighbours.set(folder, known)
  known.set(hostId, machines)
  return known
}

/** Migration of a simulated host: the memory travels in one tick. A machine with `stuck` in its name travels until it is
 * cancelled, one with `leave-rest` leaves a stopped process behind. */
export const simulatedMigration = ({ facts, feed, faults: { run }, machines, storage, networks, hosts }: Parts) => {
  const os = implement(agentContract).migration
  const tasks = new Map<string, MigrationTask>()
  const end = (task: MigrationTask): void => {
    tasks.set(task.stepId, task)
    feed.tell({ type: 'migration', task })
  }
  const versions = { libvirtVersion: facts.libvirtVersion, qemuVersion: facts.qemuVersion, lockManager: 'none', tls: false, now: 0 }
  const inode = (path: string): string | null => {
    try {
      storage.inspect({ path, format: 'qcow2' })
      return path
    } catch {
      return null
    }
  }

  const arrive = (task: MigrationTask, destination: Machines, paths: MigrationPlan['storage']['paths']): void => {
    const machine = machines.all.get(task.vmId)
    if (tasks.get(task.stepId)?.state !== 'running') return
    if (!machine || machine.spec.name.includes('migrate-fail')) return end({ ...task, state: 'failed', error: 'The name of the machine asks for it.' })
    const { state } = machine
    const there = (path: string): string => paths.find(({ from }) => from === path)?.to ?? path
    const moved = destination.define({ ...machine.spec, disks: machine.spec.disks.map(disk => ({ ...disk, path: there(disk.path) })) })
    if (!isDown(machine)) {
      const { running } = machine
      destination.change(moved, state, 'migrated', 'resumed/migrated')
      if (running) moved.running = running
      // libvirtd of the source was interrupted just when everything had arrived.
      if (machine.spec.name.includes('leave-rest')) machines.change(machine, 'migrating_in', 'migration', 'suspended/migrated')
      else machines.change(machine, 'down', 'migrated', 'stopped/migrated')
    }
    end({ ...task, state: 'succeeded', progress: 1 })
  }

  const running = (stepId: string): MigrationTask => {
    const task = tasks.get(stepId)
    if (task?.state !== 'running') throw new AppError('WRONG_STATE', 'This migration does not run any more.')
    return task
  }

  return {
    source: os.source.handler(({ input }) => run('migration.source', () => {
      const { spec, state } = machines.need(input.id)
      return {
        active: state !== 'down', cpuXml: null, virtType: 'qemu', machine: 'pc-q35-7.2', emulator: '/usr/bin/qemu-system-x86_64', memoryMiB: spec.memoryMiB,
        disks: spec.disks.map(({ target, path, format, options }) => ({
          target, path, format, cache: options.cache, readOnly: options.readOnly, inode: inode(path), sizeMiB: 0, wholeMiB: 0, base: null,
        })),
        networks: spec.nics.flatMap(({ network }) => network ?? []), bridges: [], hostDevices: [], snapshots: 0, ...versions,
      }
    })),
    destination: os.destination.handler(({ input: { id, source } }) => run('migration.destination', () => {
      const there = machines.all.get(id)
      return {
        cpu: 'same' as const, cpuText: '', machineKnown: facts.machines.includes(source.machine),
        disks: source.disks.map(({ target, path }) => ({ target, inode: inode(path), freeMiB: 1_000_000, baseBytes: null })),
        missingNetworks: source.networks.filter(name => !networks.has(name)), missingBridges: [], freeMemoryMiB: facts.memoryMiB,
        hostname: facts.hostname, present: there ? (isDown(there) ? 'down' as const : 'active' as const) : 'no' as const, ...versions,
      }
    })),
    listen: os.listen.handler(() => run('migration.listen', () => ({ ports: [49152] }))),
    reach: os.reach.handler(() => run('migration.reach', () => ({ closed: [], nameResolves: true, libvirt: { tls: 'ok' as const, detail: '', tcp: false } }))),
    begin: os.begin.handler(({ input: { stepId, id, generation, plan } }) => run('migration.begin', () => {
      const known = tasks.get(stepId)
      if (known) return known
      const machine = machines.need(id, generation)
      const live = !isDown(machine)
      if (live !== (plan.mode === 'live')) throw new AppError('WRONG_STATE', `Machine ${machine.spec.name} is ${machine.state}.`)
      const task: MigrationTask = { stepId, vmId: id, state: 'running', progress: 0, stats: null, error: null }
      tasks.set(stepId, task)
      const destination = hosts.get(plan.destinationHostId)
      if (!destination) end({ ...task, state: 'failed', error: 'The destination does not answer.' })
      else if (!machine.spec.name.includes('stuck')) setImmediate(() => arrive(task, destination, plan.storage.paths))
      return task
    })),
    get: os.get.handler(({ input }) => run('migration.get', () => tasks.get(input.stepId) ?? null)),
    cancel: os.cancel.handler(({ input: { stepId } }) => run('migration.cancel', () => {
      const task = tasks.get(stepId)
      if (task?.state === 'running') end({ ...task, state: 'cancelled', error: 'The migration was cancelled.' })
      return tasks.get(stepId) ?? null
    })),
    tune: os.tune.handler(({ input }) => run('migration.tune', () => running(input.stepId))),
    postCopy: os.postCopy.handler(({ input }) => run('migration.postCopy', () => running(input.stepId))),
    certificateRequest: os.certificateRequest.handler(() => run('migration.certificateRequest', async () => ({ csr: (await createCsr('simulated')).csr }))),
    installCertificate: os.installCertificate.handler(() => run('migration.installCertificate', () => ({}))),
    dropDefinition: os.dropDefinition.handler(({ input }) => run('migration.dropDefinition', () => {
      const machine = machines.all.get(input.id)
      if (!machine) return {}
      machines.accept(input.id, input.generation)
      const dead = isDown(machine) || (input.discardRest && sideOf(machines.observe(machine)) === 'rest')
      if (!dead) throw new AppError('WRONG_STATE', `Machine ${machine.spec.name} has a process on this host.`)
      machines.remove(input.id)
      return {}
    })),
  }
}
