import type { CreateImport, ImportProposal } from '@/server/contract/api/import'
import { DiskOptions } from '@/server/contract/hardware/disk'
import { Hardware } from '@/server/contract/hardware/hardware'
import { NicOptions } from '@/server/contract/hardware/nic'
import { AppError } from '@/server/domain/error'
import { withDevices } from '@/server/domain/import/definition'
import type { ForeignMachine } from '@/server/domain/import/foreign'
import { requirePlace } from '@/server/domain/import/place'
import { planCdroms, planDisks, planNics } from '@/server/domain/import/plan'
import type { PlannedDisk } from '@/server/domain/import/plan'
import { hasManifest, imageOf } from '@/server/domain/import/proposal'
import { checkHardware } from '@/server/domain/vm/hardware/check'
import { macOf } from '@/server/domain/vm/mac'
import { checkVm, findingDetail } from '@/server/domain/vm/validate'
import { buildXml } from '@/server/domain/xml/build'
import type { Tx } from '@/server/store/db'
import { isDuplicate } from '@/server/store/duplicate'
import { nameTaken } from '@/server/store/vm/adopt'
import { importDomain, importPlace, takenMac } from '@/server/store/vm/import-ground'
import { requireRoomForAll } from '@/server/store/storage-domain/room'
import { insertVm } from '@/server/store/vm/insert'
import type { NewDisk } from '@/server/store/vm/insert'
import { clusterLimits } from '@/server/store/vm/placement'
import { queueVmJob } from '@/server/workflows/queue'
import { vmImport } from '@/server/workflows/vm/import'
import type { CommandContext } from './context'

interface Read {
  proposed: ImportProposal
  machine: ForeignMachine
}

const hardwareOf = ({ hardware, cdroms }: ForeignMachine, firmware: CreateImport['firmware'], disks: readonly PlannedDisk[]): Hardware => {
  const parsed = Hardware.parse({ ...hardware, cdroms: planCdroms(cdroms, disks.map(({ target }) => target)) })
  // Whoever chooses BIOS instead gives Secure Boot up with it.
  return firmware === 'uefi' ? parsed : { ...parsed, firmware: { ...parsed.firmware, secureBoot: false } }
}

/** By their places in the description, which the keys follow. */
const placesIn = (all: readonly { key: string }[], ids: ReadonlyMap<string, string>) => new Map(all.flatMap(({ key }, at) => {
  const id = ids.get(key)
  return id === undefined ? [] : [[at, id] as const]
}))

const definitionOf = ({ definition, disks, nics }: ForeignMachine, diskIds: ReadonlyMap<string, string>, nicIds: ReadonlyMap<string, string>): string | null =>
  definition ? buildXml(withDevices(definition, placesIn(disks, diskIds), placesIn(nics, nicIds))) : null

/** Where the disks go: the storage domain that the files lie in, unless another is wished. Errors: as of requirePlace. */
async function placesOf(tx: Tx, input: CreateImport) {
  const found = await importPlace(tx, input)
  const { domain } = requirePlace(found, input)
  const target = input.targetDomainId === undefined ? domain : requirePlace(
    { ...found, domain: await importDomain(tx, { ...input, storageDomainId: input.targetDomainId }) }, { ...input, storageDomainId: input.targetDomainId },
  ).domain
  const strange = input.nics.find(({ networkId }) => networkId !== null && !found.networks.some(({ id }) => id === networkId))
  if (strange) throw new AppError('NOT_FOUND', `There is no network ${strange.networkId} in that cluster.`, { field: 'nics', subject: { type: 'network', id: strange.networkId ?? '' } })
  return { domain, target }
}

/**
 * Rows of the imported machine, locked by the job that copies its disks. `read` is what the host has said just now. Errors:
 * BAD_INPUT, NOT_FOUND, DUPLICATE, HOST_UNREACHABLE, WRONG_STATE.
 */
export async function importVm({ db, user, now, newId }: CommandContext, input: CreateImport, { proposed, machine }: Read): Promise<{ id: string; jobId: string }> {
  const [id, jobId] = [newId(), newId()]
  const planned = planDisks(input, proposed).map(disk => ({ ...disk, id: newId() }))
  const nics = planNics(input, proposed).map(({ mac, model, networkId }, at) => {
    const nicId = newId()
    return { id: nicId, name: `nic${at + 1}`, mac: mac ?? macOf(nicId), model, networkId, options: NicOptions.parse({}) }
  })
  const { name, description, clusterId, memoryMiB, vcpus, firmware } = input
  const definition = definitionOf(machine, new Map(planned.map(disk => [disk.found.key, disk.id])), new Map(input.nics.map(({ key }, at) => [key, nics[at]?.id ?? ''])))
  const hardware = hardwareOf(machine, firmware, planned)
  const options = DiskOptions.parse({})
  const write = async (tx: Tx): Promise<void> => {
    const wish = { memoryMiB, vcpus, firmware, hardware, disks: planned.map(({ bus, format, target }) => ({ bus, format, target, options })), nics }
    const [finding] = [...checkVm(input, await clusterLimits(tx, clusterId)), ...checkHardware(wish)]
    if (finding) throw new AppError('BAD_INPUT', finding.text, findingDetail(finding, name))
    const { domain, target } = await placesOf(tx, input)
    const taken = await takenMac(tx, nics.map(({ mac }) => mac))
    if (taken) throw macTaken(taken)
    const disks = planned.map((disk, at): NewDisk => ({
      id: disk.id, storageDomainId: target.id, templateId: null, name: `${name}_Disk${at + 1}`, path: `${target.path}/images/${disk.id}.${disk.format}`,
      format: disk.format, sizeMiB: disk.found.sizeMiB, allocation: 'copy', bus: disk.bus, target: disk.target, options,
    }))
    const row = { id, clusterId, name, description, memoryMiB, vcpus, virtType: 'auto', firmware, hardware, os: machine.os, templateId: null, ownerId: user?.id ?? null, initialization: null }
    await requireRoomForAll(tx, disks, 'storageDomainId')
    await insertVm(tx, { ...row, disks, nics, definition }, now)
    const job = {
      vmId: id, hostId: input.hostId, storagePath: domain.path, path: input.path, verify: hasManifest(proposed.kind), start: input.start,
      disks: planned.map(({ id: diskId, found }) => ({ diskId, format: found.format, ...imageOf(proposed.kind, input.path, found.file) })),
    }
    await queueVmJob(tx, vmImport, { id: jobId, input: { ...job, judge: definition !== null }, vm: { id, name }, user }, now)
  }
  try {
    await db.$transaction(write)
  } catch (error) {
    throw isDuplicate(error) ? nameTaken(name) : error
  }
  return { id, jobId }
}

const macTaken = ({ mac, vm }: { mac: string; vm: string }): AppError => new AppError('DUPLICATE', `Machine ${vm} has a card with the address ${mac} already.`, {
  field: 'nics', hint: 'Give the imported machine a new address.', reason: { code: 'import_mac_taken', params: { mac, vm } },
})
