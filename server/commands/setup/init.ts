import { randomBytes, randomUUID } from 'node:crypto'
import { chmod, copyFile, mkdir, rename } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { createCa } from '@/server/domain/pki/certificate'
import { internalDomain } from '@/server/domain/access/username'
import type { Db, Tx } from '@/server/store/db'
import { isDuplicate } from '@/server/store/duplicate'
import { appendEvent } from '@/server/store/event'
import { readInstance } from '@/server/store/instance'
import { hashPassword } from '../session/password'
import { imageSizeMiB } from './image'

export interface FirstSetup {
  /** Asked for only when it is needed. */
  password: () => Promise<string>
  /** Folder of the local storage domain. */
  storagePath: string
  /** A small guest's disk in qcow2, the template's image; null = only the blank template. */
  guestImage: string | null
  /** Name of the first NAT network. */
  network: string
  now: Date
}

interface Guest {
  id: string
  path: string
  diskSizeMiB: number
}

/** Copies the image into the storage domain, whole or not at all. It stays readable for QEMU's user, and nobody may write it. */
async function placeGuest(image: string, storagePath: string): Promise<Guest> {
  const diskSizeMiB = await imageSizeMiB(image)
  const id = randomUUID()
  const folder = join(storagePath, 'templates')
  const path = join(folder, `${id}.qcow2`)
  await mkdir(folder, { recursive: true })
  await copyFile(image, `${path}.part`)
  await chmod(`${path}.part`, 0o444)
  await rename(`${path}.part`, path)
  return { id, path, diskSizeMiB }
}

async function createAll(
  tx: Tx,
  setup: FirstSetup,
  rows: { ca: { certificate: string; key: string }; passwordHash: string; guest: Guest | null; storagePath: string },
): Promise<string> {
  const { ca, passwordHash, guest, storagePath } = rows
  const { id } = await tx.instance.create({ data: { id: randomUUID(), caCertificate: ca.certificate, caKey: ca.key } })
  const { id: datacenterId } = await tx.datacenter.create({ data: { name: 'Default' } })
  await tx.cluster.create({ data: { name: 'Default', datacenterId } })
  const { id: storageDomainId } = await tx.storageDomain.create({
    data: { name: 'local', description: 'Folder on each host', datacenterId, type: 'local', path: storagePath },
  })
  await tx.network.create({ data: { name: setup.network, description: 'NAT network, made by the first set-up', datacenterId, mode: 'nat' } })
  await tx.template.create({ data: { name: 'Blank', description: 'Nothing but the hardware', datacenterId, blank: true, memoryMiB: 1024, vcpus: 1 } })
  if (guest) {
    await tx.template.create({
      data: {
        ...guest,
        name: 'Tiny Linux',
        description: 'A small guest to try things with: log in as root, no password',
        os: 'Tiny Linux',
        datacenterId,
        storageDomainId,
        format: 'qcow2',
        memoryMiB: 128,
        vcpus: 1,
      },
    })
  }
  const username = `admin@${internalDomain}`
  const user = await tx.user.create({ data: { username, passwordHash, grants: { create: { role: 'SuperUser', objectType: 'system' } } } })
  await appendEvent(tx, { code: 'system.initialised', message: 'Atrium was set up.', subject: { type: 'user', id: user.id, name: username } })
  return id
}

/** First set-up of a database: authority, datacenter, cluster, storage, network, templates, first user. Repeated, it changes nothing. */
export async function initialise(db: Db, setup: FirstSetup): Promise<{ created: boolean; instanceId: string }> {
  const known = await readInstance(db)
  if (known) return { created: false, instanceId: known.id }
  const storagePath = resolve(setup.storagePath)
  const ca = await createCa({ name: 'Atrium CA', serial: `0${randomBytes(16).toString('hex').slice(1)}`, now: setup.now.getTime() })
  const passwordHash = await hashPassword(await setup.password())
  await mkdir(join(storagePath, 'images'), { recursive: true })
  const guest = setup.guestImage ? await placeGuest(setup.guestImage, storagePath) : null
  try {
    return { created: true, instanceId: await db.$transaction(tx => createAll(tx, setup, { ca, passwordHash, guest, storagePath })) }
  } catch (error) {
    // Another manager was faster: the table allows one instance.
    const other = isDuplicate(error) ? await readInstance(db) : null
    if (other) return { created: false, instanceId: other.id }
    throw error
  }
}
