import type { z } from 'zod'
import type { CreateVm } from '@/server/contract/api/vm'
import type { Initialization } from '@/server/contract/initialization'
import { AppError } from '@/server/domain/error'
import { checkInitialization } from '@/server/domain/initialization/check'
import { checkHardware } from '@/server/domain/vm/hardware/check'
import type { HardwareWish } from '@/server/domain/vm/hardware/check'
import { macOf } from '@/server/domain/vm/mac'
import { withHeadroom } from '@/server/domain/vm/hardware/headroom'
import { freeTarget } from '@/server/domain/vm/hardware/target'
import { checkVm, findingDetail } from '@/server/domain/vm/validate'
import type { Tx } from '@/server/store/db'
import { isDuplicate } from '@/server/store/duplicate'
import { nameTaken } from '@/server/store/vm/adopt'
import { creationFacts } from '@/server/store/vm/ground'
import type { CreationFacts } from '@/server/store/vm/ground'
import { insertVm } from '@/server/store/vm/insert'
import { clusterLimits } from '@/server/store/vm/placement'
import { queueVmJob } from '@/server/workflows/queue'
import { vmCreate } from '@/server/workflows/vm/create'
import type { CommandContext } from './context'
import { hashGuestPassword } from './guest-password'
import { refuseStratovirt } from './stratovirt'

type Input = z.output<typeof CreateVm>
type Found = { [Fact in 'cluster' | 'template']: NonNullable<CreationFacts[Fact]> } & Pick<CreationFacts, 'network' | 'dataDomain'>

const bad = (field: string, code: string, text: string, params: Record<string, string | number> = {}): AppError =>
  new AppError('BAD_INPUT', text, { field, reason: { code, params } })
const unknown = (field: string, type: string, id: string): AppError => new AppError('NOT_FOUND', `There is no ${type} ${id}.`, { field, subject: { type, id } })

const elsewhere = (field: string, what: string, cluster: string): AppError =>
  bad(field, 'other_datacenter', `${what} belongs to another datacenter than cluster ${cluster}.`)

/** Errors about the ground that the machine is to stand on. */
function ground(input: Input, { cluster, template, network, dataDomain, attached }: CreationFacts): Found {
  if (!cluster) throw unknown('clusterId', 'cluster', input.clusterId)
  if (!template) throw unknown('templateId', 'template', input.templateId)
  if (template.datacenterId !== cluster.datacenterId) throw elsewhere('templateId', `Template ${template.name}`, cluster.name)
  if (input.networkId && !network) throw unknown('networkId', 'network', input.networkId)
  if (network && network.datacenterId !== cluster.datacenterId) throw elsewhere('networkId', `Network ${network.name}`, cluster.name)
  if (network && !attached.network) throw bad('networkId', 'not_attached', `Network ${network.name} is not attached to cluster ${cluster.name}.`, { name: network.name, cluster: cluster.name })
  if (!attached.template) {
    const { name } = template.storageDomain ?? template
    throw bad('templateId', 'not_attached', `The storage domain ${name} of template ${template.name} is not attached to cluster ${cluster.name}.`, { name, cluster: cluster.name })
  }
  if (cluster.hosts.length === 0) throw new AppError('NO_HOST', `Cluster ${cluster.name} has no host that is Up.`, {
    subject: { type: 'cluster', id: cluster.id, name: cluster.name }, hint: 'Add a host, or bring one back.', field: 'clusterId',
  })
  return { cluster, template, network, dataDomain }
}

/** The first disk, or null for a machine without one. */
function firstDisk({ name, diskSizeMiB, allocation, disk }: Input, { template, dataDomain, cluster }: Found, id: string) {
  const own = template.blank ? null : template
  const sizeMiB = diskSizeMiB ?? own?.diskSizeMiB ?? 0
  if (own && own.diskSizeMiB !== null && sizeMiB < own.diskSizeMiB) {
    throw bad('diskSizeMiB', 'disk_small', `The disk must have at least the ${own.diskSizeMiB} MiB of template ${own.name}.`, { minMiB: own.diskSizeMiB })
  }
  if (sizeMiB === 0) return null
  if (own && !own.path) throw new AppError('IMAGE_MISSING', `Template ${own.name} has no image.`, {
    subject: { type: 'template', id: own.id, name: own.name }, field: 'templateId',
  })
  const domain = own?.storageDomain ?? dataDomain
  if (!domain) throw bad('diskSizeMiB', 'no_storage', `The datacenter of cluster ${cluster.name} has no data storage domain for the disk.`)
  return {
    id,
    storageDomainId: domain.id,
    templateId: own?.id ?? null,
    name: `${name}_Disk1`,
    path: `${domain.path}/images/${id}.qcow2`,
    format: 'qcow2',
    sizeMiB,
    allocation,
    bus: disk.bus,
    target: freeTarget(disk.bus, []),
    options: disk.options,
  }
}

/** The machine as the rules of its hardware judge it, before there is anything of it. */
const wish = ({ memoryMiB, vcpus, firmware, hardware, disk, nic }: Input): HardwareWish => ({
  memoryMiB, vcpus, firmware, hardware, disks: [{ ...disk, format: 'qcow2', target: freeTarget(disk.bus, []) }], nics: [nic],
})

/** What is kept of it: the password as a hash. Errors: BAD_INPUT. */
async function initializationOf({ initialization: input, name }: Input): Promise<Initialization | null> {
  if (!input) return null
  const [finding] = checkInitialization(input)
  if (finding) throw new AppError('BAD_INPUT', finding.text, findingDetail(finding, name))
  const { password, ...rest } = input
  // Of Windows' password nothing is kept once its medium is written; the star, which is nobody's hash, tells that there was one.
  if (input.kind === 'sysprep') return { ...rest, passwordHash: password === '' ? '' : '*', adminPassword: password }
  return { ...rest, passwordHash: password === '' ? '' : await hashGuestPassword(password), adminPassword: '' }
}

/**
 * Rows of the new machine, locked by the job that makes its images and definition. Errors: BAD_INPUT, NOT_FOUND, DUPLICATE,
 * NO_HOST, IMAGE_MISSING; an image that is missing on the host ends the job.
 */
export async function createVm({ db, user, now, newId }: CommandContext, given: Input): Promise<{ id: string; jobId: string }> {
  const input = { ...given, hardware: withHeadroom(given.hardware, given) }
  const [id, jobId] = [newId(), newId()]
  refuseStratovirt(input, input.name)
  const initialization = await initializationOf(input)
  const write = async (tx: Tx): Promise<void> => {
    const nicId = newId()
    const [finding] = [...checkVm(input, await clusterLimits(tx, input.clusterId)), ...checkHardware(wish(input))]
    if (finding) throw new AppError('BAD_INPUT', finding.text, findingDetail(finding, input.name))
    const found = ground(input, await creationFacts(tx, input))
    const { name, description, clusterId, memoryMiB, vcpus, virtType, firmware, hardware, templateId } = input
    const ownerId = user?.id ?? null
    const vm = { id, clusterId, name, description, memoryMiB, vcpus, virtType, firmware, hardware, templateId, os: found.template.os, ownerId, initialization }
    const disk = firstDisk(input, found, newId())
    if (initialization && !disk) throw bad('initialization', 'init_no_disk', 'A machine without a disk has nothing that could be told at its first boot.')
    const nic = { ...input.nic, id: nicId, mac: macOf(nicId), networkId: found.network?.id ?? null }
    await insertVm(tx, { ...vm, disks: disk ? [disk] : [], nics: [nic] }, now)
    const job = { vmId: id, start: input.start, paused: input.startPaused, configDrive: initialization !== null }
    await queueVmJob(tx, vmCreate, { id: jobId, input: job, vm: { id, name }, user }, now)
  }
  try {
    await db.$transaction(write)
  } catch (error) {
    throw isDuplicate(error) ? nameTaken(input.name) : error
  }
  return { id, jobId }
}
