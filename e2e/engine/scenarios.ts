import { randomUUID } from 'node:crypto'
import { VmSpec } from '@/server/contract/agent/vm'
import { BulkWish } from '@/server/contract/api/bulk'
import { RunOnce } from '@/server/contract/api/run-once'
import { InitializationInput } from '@/server/contract/initialization'
import { attachDisk } from '@/server/commands/disk/attach'
import { checkDiskImage, repairDiskImage } from '@/server/commands/disk/check'
import { copyDisk } from '@/server/commands/disk/copy'
import { createDisk, createVmDisk } from '@/server/commands/disk/create'
import { detachDisk } from '@/server/commands/disk/detach'
import { moveDisk } from '@/server/commands/disk/move'
import { removeDisk } from '@/server/commands/disk/remove'
import { resizeDisk } from '@/server/commands/disk/resize'
import { shrinkDisk } from '@/server/commands/disk/shrink'
import { detachStorageDomain } from '@/server/commands/storage-domain/detach'
import { maintainStorageDomain } from '@/server/commands/storage-domain/maintenance'
import { applyVm } from '@/server/commands/vm/apply'
import { adoptVm } from '@/server/commands/vm/adopt'
import { bulkVms } from '@/server/commands/vm/bulk'
import { cloneVm } from '@/server/commands/vm/clone'
import { createVm } from '@/server/commands/vm/create'
import { migrateVm } from '@/server/commands/vm/migrate'
import { poweroffVm } from '@/server/commands/vm/poweroff'
import { rebootVm } from '@/server/commands/vm/reboot'
import { discardSavedVm } from '@/server/commands/vm/discard-saved'
import { removeVm } from '@/server/commands/vm/remove'
import { restartVm } from '@/server/commands/vm/restart'
import { resetVm } from '@/server/commands/vm/reset'
import { resumeVm } from '@/server/commands/vm/resume'
import { saveVm } from '@/server/commands/vm/save'
import { shutdownVm } from '@/server/commands/vm/shutdown'
import { startVm } from '@/server/commands/vm/start'
import { suspendVm } from '@/server/commands/vm/suspend'
import { updateVm } from '@/server/commands/vm/update'
import { createUpload, fetchImage } from '@/server/commands/upload/create'
import { notePiece } from '@/server/store/upload/write'
import { importWeb } from './imports'
import { queueVmJob } from '@/server/workflows/queue'
import { vmDropChanges } from '@/server/workflows/vm/drop-changes'
import { vmFrom } from './world'
import type { World } from './world'

/** How to bring a workflow about: what must be there, and the command. */
export interface Scenario {
  kind: string
  name: string
  /** Makes the machine; its id, or null when the command makes it. */
  prepare: (world: World) => Promise<string | null>
  command: (world: World, vmId: string) => Promise<{ jobId: string }>
}

const down = (world: World) => world.vm()
const up = (world: World) => world.vm({ start: true })

const paused = async (world: World): Promise<string> => {
  const id = await up(world)
  await world.jobEnd((await suspendVm(world.context(), { id })).jobId)
  return id
}

const suspended = async (world: World): Promise<string> => {
  const id = await up(world)
  await world.jobEnd((await saveVm(world.context(), { id })).jobId)
  return id
}

const external = async (world: World): Promise<string> => {
  const id = randomUUID()
  const agent = world.agents[0]
  agent?.guest.appears(VmSpec.parse({
    id,
    name: `other-${id.slice(0, 8)}`,
    description: '',
    instanceId: randomUUID(),
    generation: 1,
    memoryMiB: 64,
    vcpus: 1,
    virtType: 'qemu',
    firmware: 'bios',
    disks: [],
    nics: [],
  }))
  await world.until(() => world.db.vm.findUnique({ where: { id } }))
  return id
}

const blank = { sizeMiB: 16, format: 'qcow2', allocation: 'thin', bus: 'virtio', options: {} } as const
const floatingDisk = async (world: World): Promise<string> => {
  const { id, jobId } = await createDisk(world.context(), { ...blank, name: 'floats', storageDomainId: world.ids.storageDomain })
  await world.jobEnd(jobId)
  return id
}
const file = { fileName: 'web.img', sizeBytes: 5 * 1024 ** 2, headSha256: null, sha256: null } as const
/** Begins an upload and sends its bytes in the background, as a browser does, until the job has come to its end. */
const sendFile = async (world: World) => {
  const made = await createUpload(world.context(), { ...file, format: 'raw', name: 'web', storageDomainId: world.ids.storageDomain })
  const sent = world.until(async () => {
    const host = world.agents.find(({ uploads }) => uploads.has(made.id))
    const offset = host?.uploads.offsetOf(made.id) ?? 0
    if (host && offset < file.sizeBytes) host.uploads.receive(made.id, offset, file.sizeBytes - offset)
    if (host) await notePiece(world.db, made.id, { offset: file.sizeBytes, seenAt: new Date() })
    return (await world.db.job.findUnique({ where: { id: made.id } }))?.endedAt
  })
  // A test that fails may take the world away.
  sent.catch(() => undefined)
  return made
}
/** The first disk of a machine, by the machine's id. */
const diskOf = async ({ db }: World, vmId: string): Promise<string> => (await db.disk.findFirstOrThrow({ where: { vmId } })).id
/** Runs, and is wanted with a limit on its disk. */
const edited = async (world: World): Promise<string> => {
  const id = await up(world)
  const { generation, disks } = await world.db.vm.findUniqueOrThrow({ where: { id }, include: { disks: true } })
  await updateVm(world.context(), { id, generation, disks: disks.map(disk => ({ id: disk.id, options: { limits: { totalIops: 500 } } })) })
  return id
}

/** The host that has it defined can't have its network: the machine moves when it starts. */
const homeless = async (world: World): Promise<string> => {
  const id = await world.vm()
  const { hostId } = await world.db.vm.findUniqueOrThrow({ where: { id } })
  await world.db.networkHost.updateMany({ where: { hostId: hostId ?? '' }, data: { error: 'the scenario asks for it', active: false } })
  return id
}
/** A storage domain of its own, with a machine on it, in maintenance; its id. */
const restingDomain = async (world: World): Promise<string> => {
  const { db, ids, agents } = world
  const id = randomUUID()
  const path = `/second-${id}`
  await db.storageDomain.create({ data: { id, datacenterId: ids.datacenter, name: `second-${id.slice(0, 8)}`, type: 'posix', path } })
  await db.change.create({ data: { topic: 'storage-domains', objectId: id } })
  await world.until(async () => (await db.storageDomainHost.count({ where: { storageDomainId: id, writable: true } })) === agents.length)
  const { jobId } = await createVm(world.context(), { ...vmFrom(world, { blank: true }), storageDomainId: id, diskSizeMiB: 16 })
  await world.jobEnd(jobId)
  await maintainStorageDomain(db, { id, user: { id: randomUUID(), username: 'root' } })
  await world.until(async () => (await db.hostRemoval.count()) === 0 && agents.every(agent => !agent.state().storage.includes(path)))
  return id
}

/** Takes back what a scenario has made of the world, its machines too: hundreds of them would make each next test slower. */
export const heal = async (world: World): Promise<void> => {
  const { db, agents, folder } = world
  await db.networkHost.updateMany({ data: { error: null, active: true } })
  await settled(world)
  for (const agent of agents) for (const { spec } of agent.state().machines) agent.guest.disappears(spec.id)
  for (const path of [...folder.keys()].filter(path => /\/(images|iso)\//.test(path))) folder.delete(path)
  await world.until(async () => {
    await db.$transaction([db.disk.deleteMany(), db.vm.deleteMany(), db.storageDomain.deleteMany({ where: { id: { not: world.ids.storageDomain } } })])
    return (await db.vm.count()) === 0
  })
}

export const scenarios: readonly Scenario[] = [
  {
    kind: 'vm.create',
    name: 'vm.create',
    prepare: async () => null,
    command: (world, id) => createVm(world.context(), vmFrom(world, { name: `new-${id.slice(0, 8)}` })),
  },
  {
    kind: 'vm.create',
    name: 'vm.create, then start',
    prepare: async () => null,
    command: (world, id) => createVm(world.context(), vmFrom(world, { name: `new-${id.slice(0, 8)}`, start: true })),
  },
  {
    kind: 'vm.create',
    name: 'vm.create with cloud-init',
    prepare: async () => null,
    command: (world, id) => createVm(world.context(), vmFrom(world, { name: `new-${id.slice(0, 8)}`, initialization: InitializationInput.parse({ hostname: 'told' }) })),
  },
  {
    kind: 'vm.create',
    name: 'vm.create from a network tree, then start',
    prepare: async () => null,
    command: (world, id) => createVm(world.context(), vmFrom(world, { name: `new-${id.slice(0, 8)}`, start: true, source: { type: 'tree', url: 'http://tree.example/os', kickstart: null, arguments: '' } })),
  },
  {
    kind: 'vm.create',
    name: 'vm.create with an existing disk',
    prepare: world => floatingDisk(world).then(() => null),
    command: async (world, id) => {
      const { id: diskId } = await world.db.disk.findFirstOrThrow({ where: { vmId: null } })
      return createVm(world.context(), vmFrom(world, { name: `new-${id.slice(0, 8)}`, source: { type: 'existingDisk', diskId } }))
    },
  },
  {
    kind: 'vm.start',
    name: 'vm.start once in another way',
    prepare: down,
    command: (world, id) => startVm(world.context(), { id, once: RunOnce.parse({ boot: ['network'], bootMenu: true }) }),
  },
  { kind: 'vm.start', name: 'vm.start', prepare: down, command: (world, id) => startVm(world.context(), { id }) },
  { kind: 'vm.start', name: 'vm.start on another host', prepare: homeless, command: (world, id) => startVm(world.context(), { id }) },
  { kind: 'vm.start', name: 'vm.start, stateless', prepare: down, command: (world, id) => startVm(world.context(), { id, stateless: true }) },
  {
    // A reconciler queues it; server/workflows/vm/stateless.it.test.ts shows that.
    kind: 'vm.drop_changes', name: 'vm.drop_changes', prepare: down,
    command: async ({ db }, id) => {
      const jobId = randomUUID()
      await db.$transaction(tx => queueVmJob(tx, vmDropChanges, { id: jobId, input: { vmId: id }, vm: { id, name: 'spent' }, user: null }, new Date()))
      return { jobId }
    },
  },
  {
    kind: 'vm.bulk', name: 'vm.bulk', prepare: down,
    command: (world, id) => bulkVms(world.context(), BulkWish.parse({ ids: [id], action: 'start' }), { id, username: 'root', grants: [{ role: 'SuperUser', objectType: 'system', objectId: null }] }),
  },
  { kind: 'vm.shutdown', name: 'vm.shutdown', prepare: up, command: (world, id) => shutdownVm(world.context(), { id, timeoutSeconds: 20 }) },
  { kind: 'vm.poweroff', name: 'vm.poweroff', prepare: up, command: (world, id) => poweroffVm(world.context(), { id }) },
  { kind: 'vm.reboot', name: 'vm.reboot', prepare: up, command: (world, id) => rebootVm(world.context(), { id }) },
  { kind: 'vm.restart', name: 'vm.restart', prepare: up, command: (world, id) => restartVm(world.context(), { id, timeoutSeconds: 20 }) },
  { kind: 'vm.reset', name: 'vm.reset', prepare: up, command: (world, id) => resetVm(world.context(), { id }) },
  { kind: 'vm.suspend', name: 'vm.suspend', prepare: up, command: (world, id) => suspendVm(world.context(), { id }) },
  { kind: 'vm.resume', name: 'vm.resume', prepare: paused, command: (world, id) => resumeVm(world.context(), { id }) },
  { kind: 'vm.save', name: 'vm.save', prepare: up, command: (world, id) => saveVm(world.context(), { id }) },
  { kind: 'vm.start', name: 'vm.start from saved memory', prepare: suspended, command: (world, id) => startVm(world.context(), { id }) },
  { kind: 'vm.discard_saved', name: 'vm.discard_saved', prepare: suspended, command: (world, id) => discardSavedVm(world.context(), { id }) },
  { kind: 'vm.clone', name: 'vm.clone', prepare: down, command: (world, id) => cloneVm(world.context(), { id, name: `clone-${id.slice(0, 8)}`, disks: [], generalise: null }) },
  {
    kind: 'vm.clone', name: 'vm.clone, made general', prepare: down,
    command: (world, id) => cloneVm(world.context(), { id, name: `clone-${id.slice(0, 8)}`, disks: [], generalise: ['machine-id', 'ssh-hostkeys'] }),
  },
  { kind: 'vm.import', name: 'vm.import', prepare: async () => null, command: (world, id) => importWeb(world, `imported-${id.slice(0, 8)}`) },
  { kind: 'vm.import', name: 'vm.import of an archive', prepare: async () => null, command: (world, id) => importWeb(world, `imported-${id.slice(0, 8)}`, 'ova', { start: true }) },
  { kind: 'vm.delete', name: 'vm.delete', prepare: down, command: (world, id) => removeVm(world.context(), { id }) },
  { kind: 'vm.migrate', name: 'vm.migrate', prepare: up, command: (world, id) => migrateVm(world.context(), { id }) },
  { kind: 'vm.migrate', name: 'vm.migrate of one that is down', prepare: down, command: (world, id) => migrateVm(world.context(), { id }) },
  {
    kind: 'disk.create', name: 'disk.create', prepare: async () => null,
    command: world => createDisk(world.context(), { ...blank, name: 'floats', storageDomainId: world.ids.storageDomain }),
  },
  { kind: 'disk.create', name: 'disk.create for a machine', prepare: down, command: (world, id) => createVmDisk(world.context(), { ...blank, id, name: 'second' }) },
  {
    kind: 'disk.attach', name: 'disk.attach', prepare: async world => { await floatingDisk(world); return down(world) },
    command: async (world, id) => attachDisk(world.context(), { id, diskId: (await world.db.disk.findFirstOrThrow({ where: { vmId: null } })).id }),
  },
  { kind: 'disk.detach', name: 'disk.detach', prepare: down, command: async (world, id) => detachDisk(world.context(), { id: await diskOf(world, id) }) },
  { kind: 'disk.attach', name: 'disk.attach while it runs', prepare: async world => { await floatingDisk(world); return up(world) },
    command: async (world, id) => attachDisk(world.context(), { id, diskId: (await world.db.disk.findFirstOrThrow({ where: { vmId: null } })).id }) },
  { kind: 'disk.resize', name: 'disk.resize', prepare: down, command: async (world, id) => resizeDisk(world.context(), { id: await diskOf(world, id), sizeMiB: 128 }) },
  { kind: 'disk.resize', name: 'disk.resize while it runs', prepare: up, command: async (world, id) => resizeDisk(world.context(), { id: await diskOf(world, id), sizeMiB: 128 }) },
  { kind: 'disk.shrink', name: 'disk.shrink', prepare: down, command: async (world, id) => shrinkDisk(world.context(), { id: await diskOf(world, id), sizeMiB: 32 }) },
  { kind: 'disk.check', name: 'disk.check', prepare: down, command: async (world, id) => checkDiskImage(world.context(), { id: await diskOf(world, id) }) },
  { kind: 'disk.repair', name: 'disk.repair', prepare: floatingDisk, command: (world, id) => repairDiskImage(world.context(), { id, repair: 'all' }) },
  {
    kind: 'disk.copy', name: 'disk.copy', prepare: down,
    command: async (world, id) => copyDisk(world.context(), { id: await diskOf(world, id), name: 'twin', storageDomainId: world.ids.storageDomain, format: 'raw', allocation: 'thin' }),
  },
  { kind: 'disk.move', name: 'disk.move', prepare: down, command: async (world, id) => moveDisk(world.context(), { id: await diskOf(world, id), format: 'raw' }) },
  { kind: 'disk.move_live', name: 'disk.move_live', prepare: up, command: async (world, id) => moveDisk(world.context(), { id: await diskOf(world, id), format: 'raw' }) },
  { kind: 'disk.move', name: 'disk.move of a floating one', prepare: floatingDisk, command: (world, id) => moveDisk(world.context(), { id, allocation: 'preallocated' }) },
  { kind: 'disk.delete', name: 'disk.delete', prepare: floatingDisk, command: (world, id) => removeDisk(world.context(), { id }) },
  { kind: 'disk.delete', name: 'disk.delete of a machine', prepare: down, command: async (world, id) => removeDisk(world.context(), { id: await diskOf(world, id) }) },
  { kind: 'storage-domain.detach', name: 'storage-domain.detach', prepare: restingDomain, command: (world, id) => detachStorageDomain(world.context(), { id }) },
  { kind: 'image.upload', name: 'image.upload', prepare: async () => null, command: sendFile },
  {
    kind: 'image.fetch', name: 'image.fetch of a CD image', prepare: async () => null,
    command: world => fetchImage(world.context(), { url: 'http://images.example/web.iso', format: 'iso', name: `${randomUUID()}.iso`, sha256: null, storageDomainId: world.ids.storageDomain }),
  },
  { kind: 'vm.apply', name: 'vm.apply', prepare: edited, command: (world, id) => applyVm(world.context(), { id }) },
  { kind: 'vm.adopt', name: 'vm.adopt', prepare: external, command: (world, id) => adoptVm(world.context(), { id }) },
]

/** All that a job may leave behind: rows of intent and observation, locks, and what the hosts have. Times are left out. */
export async function everything({ db, agents }: World) {
  const vms = await db.vm.findMany({
    orderBy: { id: 'asc' },
    // So is what a check has found.
    include: { disks: { orderBy: { id: 'asc' }, omit: { lastCheck: true } }, nics: { orderBy: { id: 'asc' } } },
    // Where devices sit is learned at a start, and right to know after one that failed.
    omit: { addresses: true, definition: true, definitionGeneration: true, definitionDigest: true, observedDefinition: true, observedAt: true, statusSince: true, runtime: true, observedReason: true, statusReason: true, running: true },
  })
  const floating = await db.disk.findMany({ where: { vmId: null }, orderBy: { id: 'asc' }, omit: { lastCheck: true } })
  const hosts = agents.map(agent => agent.state()).map(({ machines, ...rest }) => ({
    ...rest,
    machines: machines.map(({ startedAt: _, reason: __, spec: { addresses: ___, kept: ____, ...spec }, running, ...machine }) => ({
      ...machine, spec, running: running && { ...running, addresses: null },
    })).sort((a, b) => a.spec.id.localeCompare(b.spec.id)),
  }))
  return { vms, floating, hosts }
}

/** Waits until the database says of each machine what the hosts say, and no job is under way. */
export const settled = (world: World) => world.until(async () => {
  if ((await world.db.job.count({ where: { endedAt: null } })) > 0) return null
  const vms = await world.db.vm.findMany()
  const states = new Map(world.agents.map(agent => [agent.hostId, new Map(agent.state().machines.map(machine => [machine.spec.id, machine]))]))
  const fits = vms.every(({ id, hostId, observedState, observedGeneration }) => {
    if (hostId === null) return [...states.values()].every(machines => !machines.has(id)) && observedState !== 'running'
    const machine = states.get(hostId)?.get(id)
    return machine?.state === observedState && machine?.generation === observedGeneration
  })
  const ids = new Set(vms.map(({ id }) => id))
  const known = [...states.values()].every(machines => [...machines.keys()].every(id => ids.has(id)))
  return fits && known
})
