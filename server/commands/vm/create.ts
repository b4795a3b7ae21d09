import type { z } from 'zod'
import type { CreateVm } from '@/server/contract/api/vm'
import type { Initialization } from '@/server/contract/initialization'
import type { Installation } from '@/server/contract/installation'
import { AppError } from '@/server/domain/error'
import { checkInitialization } from '@/server/domain/initialization/check'
import { sourceOf } from '@/server/domain/vm/creation'
import { checkHardware } from '@/server/domain/vm/hardware/check'
import { macOf } from '@/server/domain/vm/mac'
import { checkVm, findingDetail } from '@/server/domain/vm/validate'
import type { Tx } from '@/server/store/db'
import { isDuplicate } from '@/server/store/duplicate'
import { nameTaken } from '@/server/store/vm/adopt'
import { insertVm } from '@/server/store/vm/insert'
import type { NewDisk } from '@/server/store/vm/insert'
import { clusterLimits, offeredHypervisors } from '@/server/store/vm/placement'
import { queueVmJob } from '@/server/workflows/queue'
import { vmCreate } from '@/server/workflows/vm/create'
import type { CommandContext } from './context'
import { bad } from './creation-ground'
import { firstFormat, hardwareOf, placeOf, planCreation } from './creation-plan'
import type { CreationPlan } from './creation-plan'
import { checkNewProperties } from './creation-properties'
import { hashGuestPassword } from './guest-password'
import { refuseStratovirt } from './stratovirt'

type Input = z.output<typeof CreateVm>

/** The first disk, or null for a machine without a new one. Errors: IMAGE_MISSING. */
function firstDisk({ creation: { name, hardware, allocation, disk, storageDomainId }, facts, diskSizeMiB: sizeMiB }: CreationPlan, id: string): NewDisk | null {
  const { template } = facts
  const own = template && !template.blank ? template : null
  if (sizeMiB === 0) return null
  if (own && !own.path) throw new AppError('IMAGE_MISSING', `Template ${own.name} has no image.`, {
    subject: { type: 'template', id: own.id, name: own.name }, field: 'templateId',
  })
  const domain = placeOf({ storageDomainId }, facts)
  if (!domain) return null
  const format = firstFormat(hardware)
  return {
    id, storageDomainId: domain.id, templateId: own?.id ?? null, name: `${name}_Disk1`, path: `${domain.path}/images/${id}.${format}`, format, sizeMiB,
    allocation: format === 'raw' ? 'copy' : allocation, ...disk,
  }
}

/** What is kept of it: the password as a hash. Errors: BAD_INPUT. */
async function initializationOf({ initialization: input, name }: Input): Promise<Initialization | null> {
  if (!input) return null
  const [finding] = checkInitialization(input)
  if (finding) throw new AppError('BAD_INPUT', finding.text, findingDetail(finding, name))
  const { password, ...rest } = input
  // Of Windows' password nothing is kept once its medium is written; the star, which is nobody's hash, tells that there was one.
  if (input.kind === 'sysprep') return { ...rest, passwordHash: password === '' ? '' : '*', adminPassword: password, done: false }
  return { ...rest, passwordHash: password === '' ? '' : await hashGuestPassword(password), adminPassword: '', done: false }
}

function installationOf({ creation: { source }, facts: { dataDomain } }: CreationPlan): Installation | null {
  if (source.type === 'pxe') return { type: 'pxe', pending: true, restarts: false }
  if (source.type !== 'tree') return null
  if (!dataDomain) throw bad('source', 'no_storage', 'The datacenter has no data storage domain for the installer.')
  const { url, kickstart, arguments: more } = source
  return { type: 'tree', pending: true, restarts: false, url, kickstart, arguments: more, storagePath: dataDomain.path, commandLine: '' }
}

/**
 * Rows of the new machine, locked by the job that makes its images and definition. Errors: BAD_INPUT, NOT_FOUND, DUPLICATE,
 * NO_HOST, IMAGE_MISSING; an image that is missing on the host ends the job.
 */
export async function createVm({ db, user, now, newId }: CommandContext, input: Input): Promise<{ id: string; jobId: string }> {
  const [id, jobId] = [newId(), newId()]
  const initialization = await initializationOf(input)
  const write = async (tx: Tx): Promise<void> => {
    const nicId = newId()
    const plan = await planCreation(tx, input, sourceOf(input))
    const { creation, facts, problems: [problem] } = plan
    refuseStratovirt(creation, input.name, await offeredHypervisors(tx, input.clusterId))
    const [finding] = [...checkVm(input, await clusterLimits(tx, input.clusterId)), ...checkHardware(hardwareOf(creation))]
    if (finding) throw new AppError('BAD_INPUT', finding.text, findingDetail(finding, input.name))
    if (problem) throw problem
    await checkNewProperties(tx, input)
    const disk = firstDisk(plan, newId())
    const existing = facts.floating ? { ...creation.disk, id: facts.floating.id } : null
    if (initialization && !disk && !existing) throw bad('initialization', 'init_no_disk', 'A machine without a disk has nothing that could be told at its first boot.')
    const { name, description, clusterId, memoryMiB, vcpus, virtType, firmware, hardware, properties } = creation
    await insertVm(tx, {
      id, clusterId, name, description, memoryMiB, vcpus, virtType, firmware, hardware, templateId: facts.template?.id ?? null,
      os: creation.os || (facts.template?.os ?? ''), ownerId: user?.id ?? null, initialization, installation: installationOf(plan), properties, disks: disk ? [disk] : [], existing,
      nics: [{ ...creation.nic, id: nicId, mac: macOf(nicId), networkId: facts.network?.id ?? null }],
    }, now)
    const job = {
      vmId: id, start: input.start, paused: input.startPaused, configDrive: initialization !== null, fetch: creation.source.type === 'tree', given: existing ? [existing.id] : [],
    }
    await queueVmJob(tx, vmCreate, { id: jobId, input: job, vm: { id, name }, user }, now)
  }
  try {
    await db.$transaction(write)
  } catch (error) {
    throw isDuplicate(error) ? nameTaken(input.name) : error
  }
  return { id, jobId }
}
