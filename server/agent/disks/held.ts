import { realpath } from 'node:fs/promises'
import type { Agent } from '@/server/agent/agent'
import { fromLibvirt } from '@/server/agent/vms/libvirt-error'
import { connected } from '@/server/agent/vms/on-vm'
import { viewDomain } from '@/server/domain/vm/xml/observe'
import { attr, find, findAll } from '@/server/domain/xml/element'
import type { Element } from '@/server/domain/xml/element'
import { parseXml } from '@/server/domain/xml/parse'
import type { Libvirt } from '@/server/libvirt/facade/libvirt'
import { DomainXmlFlag } from '@/server/libvirt/flags'
import { isLibvirtError } from '@/server/libvirt/rpc/libvirtError'

export interface Holder {
  name: string
  id: string
  active: boolean
}

/** Each disk's image, those that it leans on, as far as libvirt has looked, and the one that a block job writes to. */
const imagesOf = (domain: Element): string[] =>
  findAll(domain, 'devices/disk').flatMap((disk) => [...chain(disk), ...findAll(disk, 'mirror').flatMap(chain)]).filter((path) => path !== null)

const chain = (node: Element): (string | null)[] => {
  const below = find(node, 'backingStore')
  return [attr(node, 'file', 'source') ?? attr(node, 'dev', 'source'), ...(below ? chain(below) : [])]
}

/** A machine that runs has two: what it holds now, and what its next start wants. Null for one that has vanished. */
const xmlsOf = async (libvirt: Libvirt, { uuid, id }: { uuid: string; id: number }): Promise<string[] | null> => {
  try {
    return await Promise.all([libvirt.domain.xml({ uuid }), ...(id >= 0 ? [libvirt.domain.xml({ uuid }, { flags: DomainXmlFlag.INACTIVE })] : [])])
  } catch (error) {
    if (isLibvirtError(error, 'NO_DOMAIN')) return null
    throw error
  }
}

/** The machines of this host that have the image as a disk, or below one, running or not. */
export const holdersOf = async (libvirt: Libvirt, path: string): Promise<Holder[]> => {
  const wanted = await realpath(path).catch(() => path)
  return holdersOfAny(libvirt, each => each === wanted)
}

/** Those that have any image in the folder, or below it. */
export const usersBelow = async (libvirt: Libvirt, folder: string): Promise<Holder[]> => {
  const root = await realpath(folder).catch(() => folder)
  return holdersOfAny(libvirt, each => each.startsWith(`${root}/`))
}

const holdersOfAny = async (libvirt: Libvirt, wanted: (path: string) => boolean): Promise<Holder[]> => {
  const domains = await libvirt.domain.list()
  const found = domains.map(async ({ uuid, id }): Promise<Holder[]> => {
    const xmls = (await xmlsOf(libvirt, { uuid, id }))?.map(parseXml)
    if (!xmls?.[0]) return []
    const { name } = viewDomain(xmls[0])
    const paths = await Promise.all(xmls.flatMap(imagesOf).map((each) => realpath(each).catch(() => each)))
    return paths.some(wanted) ? [{ name, id: uuid, active: id >= 0 }] : []
  })
  return (await Promise.all(found)).flat()
}

/** Errors: LIBVIRT. */
export async function diskHolders(agent: Agent, { paths }: { paths: readonly string[] }): Promise<(Holder & { path: string })[]> {
  const libvirt = await connected(agent, 'side')
  const found = await Promise.all(paths.map(async path => (await holdersOf(libvirt, path)).map(holder => ({ path, ...holder })))).catch((error: unknown) => {
    throw fromLibvirt(error, 'see who uses the images')
  })
  return found.flat()
}
