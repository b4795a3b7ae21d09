import { attr, findAll, text } from '@/server/domain/xml/element'
import { parseXml } from '@/server/domain/xml/parse'
import { DomainXmlFlag } from '@/server/libvirt/flags'
import type { Libvirt } from '@/server/libvirt/facade/libvirt'
import { isLibvirtError } from '@/server/libvirt/rpc/libvirtError'

/** Names of the machines of this host, of whatever tool, that have a NIC on the network, now or at their next start. */
export const usersOf = async (libvirt: Libvirt, network: string): Promise<string[]> => {
  const read = async (uuid: string, flags: number): Promise<string | null> => libvirt.domain.xml({ uuid }, { flags }).catch((error: unknown) => {
    // A machine without a definition has only a live one; one that vanished meanwhile has none.
    if (isLibvirtError(error, 'NO_DOMAIN') || isLibvirtError(error, 'OPERATION_INVALID')) return null
    throw error
  })
  const found = (await libvirt.domain.list()).map(async ({ uuid }): Promise<string[]> => {
    const definitions = await Promise.all([read(uuid, 0), read(uuid, DomainXmlFlag.INACTIVE)])
    const using = definitions
      .flatMap(xml => (xml === null ? [] : [parseXml(xml)]))
      .find(domain => findAll(domain, 'devices/interface').some(nic => attr(nic, 'network', 'source') === network))
    return using ? [text(using, 'name') ?? uuid] : []
  })
  return (await Promise.all(found)).flat()
}
