import type { z } from 'zod'
import type { Register, Registered } from '@/server/contract/api/storage-import'
import type { MetadataKind } from '@/server/contract/storage-metadata'
import { AppError, plainError } from '@/server/domain/error'
import type { Found } from '@/server/domain/storage-domain/found'
import { freeId, readFound } from '@/server/domain/storage-domain/found'
import { metadataFile } from '@/server/domain/storage-domain/metadata'
import { change } from '@/server/store/change'
import type { Tx } from '@/server/store/db'
import { isDuplicate } from '@/server/store/duplicate'
import { insertDisk } from '@/server/store/disk/write'
import { appendEvent } from '@/server/store/event'
import { holdStorageDomain } from '@/server/store/storage-domain/facts'
import { takenIds, templateAt } from '@/server/store/storage-domain/ground'
import { insertTemplate } from '@/server/store/storage-domain/template'
import { nameTaken } from '@/server/store/vm/adopt'
import type { CommandContext } from '../vm/context'
import { requirePlace, withoutRegistered } from './found'
import type { Place, ReadMetadata } from './found'
import { requireImage } from './register-image'
import type { InspectImage } from './register-image'
import { registerVm } from './register-vm'

type Input = z.output<typeof Register>
type Item = Registered['items'][number]
type Kind = Exclude<MetadataKind, 'domain'>

export interface RegisterHosts {
  read: ReadMetadata
  inspect: InspectImage
  /** Files of the domain that stand for what is registered under another id now. */
  drop: (place: Place, files: readonly string[]) => Promise<unknown>
}

/** An image may lie on a slow server. */
const limitMs = 60_000

const gone = (kind: Kind, id: string): AppError => new AppError('NOT_FOUND', `The domain has no ${kind} ${id} that is not registered.`, { subject: { type: kind, id } })

async function registerTemplate(tx: Tx, { newId }: CommandContext, place: Place, id: string, found: Found, inspect: InspectImage): Promise<string> {
  const template = found.templates.find(each => each.id === id)
  if (!template) throw gone('template', id)
  const image = await requireImage(tx, place, { ...template, sizeMiB: template.diskSizeMiB ?? 1 }, null, inspect)
  const own = freeId(id, await takenIds(tx, [id]), newId)
  await insertTemplate(tx, { ...template, id: own, path: image.path, diskSizeMiB: image.sizeMiB, storageDomainId: place.id, datacenterId: place.datacenterId })
  return own
}

async function registerDisk(tx: Tx, { newId, now }: CommandContext, place: Place, id: string, found: Found, templateFiles: ReadonlyMap<string, string>, inspect: InspectImage): Promise<string> {
  const disk = found.disks.find(each => each.id === id)
  if (!disk) throw gone('disk', id)
  const template = disk.templateId === null ? null : (templateFiles.get(disk.templateId) ?? null)
  const image = await requireImage(tx, place, disk, template, inspect)
  const own = freeId(id, await takenIds(tx, [id]), newId)
  const { name, format, allocation, bus, options } = disk
  const leansOn = template === null ? null : await templateAt(tx, `${place.path}/${template}`)
  await insertDisk(tx, { id: own, templateId: leansOn?.id ?? null, storageDomainId: place.id, name, format, allocation, bus, options, target: '', position: 0, ...image }, now)
  return own
}

/**
 * Makes what was found on a domain this manager's, piece by piece: one that can't be taken says why, and keeps none of the others back.
 * Templates come first, because disks lean on them. Errors: NOT_FOUND, WRONG_STATE, HOST_UNREACHABLE of the domain.
 */
export async function registerFound(context: CommandContext, { id, clusterId, vms, disks, templates }: Input, hosts: RegisterHosts): Promise<Registered> {
  const { db, user } = context
  const place = await requirePlace(db, id)
  const cluster = await db.cluster.findFirst({ where: { id: clusterId, datacenterId: place.datacenterId }, select: { id: true } })
  if (!cluster) throw new AppError('BAD_INPUT', 'The cluster does not belong to the datacenter of the storage domain.', { field: 'clusterId', reason: { code: 'clusters_unknown', params: {} } })
  const all = readFound(await hosts.read(place.hostId, place.path))
  const found = await withoutRegistered(db, place, all)
  // Templates that were registered before, too: disks lean on them.
  const templateFiles = new Map(all.templates.map(template => [template.id, template.file]))
  const one = async (kind: Kind, wanted: string, name: string, write: (tx: Tx) => Promise<string>): Promise<Item> => {
    try {
      const registeredId = await db.$transaction(async tx => {
        // One at a time: an image must never get two machines.
        await holdStorageDomain(tx, id)
        const made = await write(tx)
        await change(tx, 'storage-domains', id)
        await appendEvent(tx, {
          code: `${kind}.registered`, params: { name, domain: place.name }, message: `${name} was found on storage domain ${place.name} and registered.`,
          subject: { type: kind, id: made, name }, user,
        })
        return made
      }, { timeout: limitMs })
      return { kind, id: wanted, name, registeredId, problem: null }
    } catch (error) {
      const { code, message, reason, hint } = plainError(isDuplicate(error) ? nameTaken(name) : error)
      return { kind, id: wanted, name, registeredId: null, problem: { code, detail: message, ...(reason ? { reason } : {}), ...(hint ? { hint } : {}) } }
    }
  }
  const items: Item[] = []
  for (const each of templates) items.push(await one('template', each, nameOf(found.templates, each), tx => registerTemplate(tx, context, place, each, found, hosts.inspect)))
  for (const { id: each, name } of vms) {
    const vm = found.vms.find(known => known.id === each)
    items.push(await one('vm', each, name ?? vm?.name ?? each, async tx => {
      if (!vm) throw gone('vm', each)
      return registerVm(tx, context, { place, clusterId, vm, name: name ?? vm.name, templateFiles }, hosts.inspect)
    }))
  }
  for (const each of disks) items.push(await one('disk', each, nameOf(found.disks, each), tx => registerDisk(tx, context, place, each, found, templateFiles, hosts.inspect)))
  const renamed = items.filter(({ id: was, registeredId }) => registeredId !== null && registeredId !== was)
  if (renamed.length > 0) await hosts.drop(place, renamed.map(({ kind, id: was }) => metadataFile(kind, was)))
  return { items }
}

const nameOf = (all: readonly { id: string; name: string }[], id: string): string => all.find(each => each.id === id)?.name ?? id
