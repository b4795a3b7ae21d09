import { realpath } from 'node:fs/promises'
import type { Agent } from '@/server/agent/agent'
import { fromLibvirt } from '@/server/agent/vms/libvirt-error'
import { connected } from '@/server/agent/vms/on-vm'
import { viewDomain } from '@/server/domain/vm/xml/observe'
import { parseXml } from '@/server/domain/xml/parse'
import type { Libvirt } from '@/server/libvirt/facade/libvirt'
import { isLibvirtError } from '@/server/libvirt/rpc/libvirtError'

export interface Holder {
  name: string
  id: string
  active: boolean
}

/** The machines of this host that have the image as a disk, running or not. */
export const holdersOf = async (libvirt: Libvirt, path: string): Promise<Holder[]> => {
  const wanted = await realpath(path).catch(() => path)
  const domains = await libvirt.domain.list()
  const found = domains.map(async ({ uuid, id }): Promise<Holder[]> => {
    const xml = await libvirt.domain.xml({ uuid }).catch((error: unknown) => {
      if (isLibvirtError(error, 'NO_DOMAIN')) return null
      throw error
    })
    if (xml === null) return []
    const { name, disks } = viewDomain(parseXml(xml))
    const paths = await Promise.all(disks.map(({ path: each }) => (each === null ? null : realpath(each).catch(() => each))))
    return paths.includes(wanted) ? [{ name, id: uuid, active: id >= 0 }] : []
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
