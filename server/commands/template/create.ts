import { posix } from 'node:path'
import { AppError } from '@/server/domain/error'
import { checkName } from '@/server/domain/name'
import { noHostSees } from '@/server/domain/placement/no-host'
import { change } from '@/server/store/change'
import type { Db } from '@/server/store/db'
import { appendEvent } from '@/server/store/event'
import { hostSeeing } from '@/server/store/vm/placement'
import { refuse, uniquely, type Actor } from '../refuse'

export interface NewTemplate {
  name: string
  description: string
  os: string
  storageDomainId: string
  /** Name of the image in the domain's folder templates/. */
  file: string
  format: 'qcow2' | 'raw'
  memoryMiB: number
  vcpus: number
  user: Actor
}

/** Asks a host what the image is. Errors: IMAGE_MISSING, IMAGE_DAMAGED. */
export type InspectImage = (hostId: string, image: { path: string; format: 'qcow2' | 'raw' }) => Promise<{ sizeMiB: number; backing: string | null }>

/**
 * Offers an image that lies on a storage domain as a template; the image itself is left as it is.
 * Errors: BAD_INPUT, DUPLICATE, NO_HOST when no host sees the domain, and what the host says of the image.
 */
export async function createTemplate(db: Db, { user, file, ...wanted }: NewTemplate, inspect: InspectImage): Promise<string> {
  refuse(checkName(wanted.name))
  const domain = await db.storageDomain.findUnique({ where: { id: wanted.storageDomainId }, select: { name: true, path: true, datacenterId: true } })
  if (!domain) throw new AppError('NOT_FOUND', `There is no storage domain ${wanted.storageDomainId}.`, { field: 'storageDomainId' })
  const hostId = await hostSeeing(db, wanted.storageDomainId, null)
  const { datacenterId } = domain
  if (hostId === null || datacenterId === null) throw noHostSees({ id: wanted.storageDomainId, name: domain.name }, 'storageDomainId')
  const path = posix.join(domain.path, 'templates', file)
  const { sizeMiB, backing } = await inspect(hostId, { path, format: wanted.format })
  if (backing !== null)
    throw new AppError('BAD_INPUT', `The image ${file} is based on ${backing}: a template's image stands alone.`, { field: 'file', hint: 'Convert it first: qemu-img convert.' })
  return uniquely('template', 'a template', wanted.name, () =>
    db.$transaction(async tx => {
      const { id } = await tx.template.create({ data: { ...wanted, datacenterId, path, diskSizeMiB: sizeMiB }, select: { id: true } })
      await change(tx, 'templates', id)
      await change(tx, 'storage-domains', wanted.storageDomainId)
      await appendEvent(tx, {
        code: 'template.created', params: { path }, message: `Template ${wanted.name} was made of ${path}.`, subject: { type: 'template', id, name: wanted.name }, user,
      })
      return id
    }),
  )
}
