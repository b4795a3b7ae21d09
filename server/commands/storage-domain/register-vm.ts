import type { DiskMetadata, VmMetadata } from '@/server/contract/storage-metadata'
import { AppError } from '@/server/domain/error'
import { freeId, registrationRefusal } from '@/server/domain/storage-domain/found'
import { definitionWithoutHost, hardwareWithoutHost } from '@/server/domain/storage-domain/without-host'
import { checkHardware } from '@/server/domain/vm/hardware/check'
import { macOf } from '@/server/domain/vm/mac'
import { checkVmName, findingDetail } from '@/server/domain/vm/validate'
import { cloneHardware } from '@/server/domain/vm/xml/clone'
import type { Tx } from '@/server/store/db'
import { groundOf, templateAt } from '@/server/store/storage-domain/ground'
import { insertVm } from '@/server/store/vm/insert'
import type { NewDisk } from '@/server/store/vm/insert'
import type { CommandContext } from '../vm/context'
import type { Place } from './found'
import { requireImage } from './register-image'
import type { InspectImage } from './register-image'

interface Registration {
  place: Place
  clusterId: string
  vm: VmMetadata
  /** Of this machine here. */
  name: string
  /** Files of the templates that lie on the domain, by their ids there. */
  templateFiles: ReadonlyMap<string, string>
}

/** Errors: BAD_INPUT. */
function refuseBad({ vm, name, place }: Registration): void {
  const away = registrationRefusal(vm, place.id)
  if (away) throw new AppError('BAD_INPUT', away.text, { subject: { type: 'vm', name: vm.name }, reason: { code: away.code, params: away.params } })
  const finding = checkVmName(name)
  if (finding) throw new AppError('BAD_INPUT', finding.text, findingDetail(finding, name))
}

/** The template here that a thin disk leans on. Errors: BAD_INPUT when that is not registered. */
async function templateOf(tx: Tx, { place, templateFiles, vm }: Registration, disk: DiskMetadata): Promise<{ id: string; file: string } | null> {
  if (disk.templateId === null) return null
  const file = templateFiles.get(disk.templateId) ?? ''
  const template = await templateAt(tx, `${place.path}/${file}`)
  if (template) return { id: template.id, file }
  throw new AppError('BAD_INPUT', `Disk ${disk.name} of machine ${vm.name} leans on a template that is not registered. Register the template as well.`, {
    subject: { type: 'vm', name: vm.name }, reason: { code: 'register_template', params: { name: vm.name, disk: disk.name } },
  })
}

/**
 * Rows of a machine that was found on a storage domain: with its own id and addresses where those are free, with new ones where not. Each image
 * is looked at first. Nothing of its old host is taken. Returns its id. Errors: BAD_INPUT, IMAGE_MISSING, IMAGE_DAMAGED; unique violation = name taken.
 */
export async function registerVm(tx: Tx, { user, now, newId }: Omit<CommandContext, 'db'>, registration: Registration, inspect: InspectImage): Promise<string> {
  refuseBad(registration)
  const { place, clusterId, vm, name } = registration
  const ground = await groundOf(tx, clusterId, {
    ids: [vm.id, ...vm.disks.map(({ id }) => id), ...vm.nics.map(({ id }) => id)], names: [name], macs: vm.nics.map(({ mac }) => mac),
  })
  const id = freeId(vm.id, ground.ids, newId)
  const devices = new Map([...vm.disks, ...vm.nics].map(device => [device.id, freeId(device.id, ground.ids, newId)]))
  const idOf = (known: string): string => devices.get(known) ?? known
  const disks: NewDisk[] = []
  for (const disk of vm.disks) {
    const template = await templateOf(tx, registration, disk)
    const image = await requireImage(tx, place, disk, template?.file ?? null, inspect)
    const { name: diskName, format, allocation, bus, target, position, options } = disk
    disks.push({ id: idOf(disk.id), storageDomainId: place.id, templateId: template?.id ?? null, name: diskName, ...image, format, allocation, bus, target, position, options })
  }
  const nics = vm.nics.map(({ id: known, name: nicName, mac, model, options, network }) => {
    const nicId = idOf(known)
    return { id: nicId, name: nicName, mac: ground.macs.has(mac) ? macOf(newId()) : mac, model, options, networkId: (network === null ? null : ground.networks.get(network)) ?? null }
  })
  const likeness = { from: vm, to: { id, name }, devices }
  const plain = hardwareWithoutHost(vm.hardware, place.path)
  const hardware = id === vm.id ? plain : cloneHardware(plain, likeness)
  const { memoryMiB, vcpus, firmware, description, virtType, os, comment, customFields, tags, deleteProtected, stateless, haEnabled, haPriority } = vm
  const [finding] = checkHardware({ memoryMiB, vcpus, firmware, hardware, disks: vm.disks, nics: vm.nics })
  if (finding) throw new AppError('BAD_INPUT', finding.text, findingDetail(finding, name))
  await insertVm(tx, {
    id, clusterId, name, description, memoryMiB, vcpus, virtType, firmware, hardware, os, templateId: null, ownerId: user?.id ?? null, initialization: null,
    properties: { comment, customFields, tags, deleteProtected, stateless, haEnabled, haPriority }, disks, nics, definition: definitionWithoutHost(vm.definition, devices),
  }, now)
  return id
}
