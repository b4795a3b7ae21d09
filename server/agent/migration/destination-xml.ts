import type { MigrationPlan } from '@/server/contract/agent/migration'
import { withImagePaths } from '@/server/domain/migration/xml'
import { buildXml } from '@/server/domain/xml/build'
import { parseXml } from '@/server/domain/xml/parse'
import type { Libvirt } from '@/server/libvirt/facade/libvirt'
import { DomainXmlFlag } from '@/server/libvirt/flags'
import type { DestinationXml } from './libvirt-plan'

/** libvirt's own XML of the machine with the images' paths at the destination; null when they are the same there. */
export async function destinationXml(libvirt: Libvirt, domain: { uuid: string }, { storage: { paths } }: MigrationPlan): Promise<DestinationXml | null> {
  if (paths.length === 0) return null
  const moved = new Map(paths.map(({ from, to }) => [from, to]))
  const read = async (flags: number): Promise<string> => buildXml(withImagePaths(parseXml(await libvirt.domain.xml(domain, { flags })), moved))
  const whole = DomainXmlFlag.MIGRATABLE | DomainXmlFlag.SECURE
  const [live, persistent] = await Promise.all([read(whole), read(whole | DomainXmlFlag.INACTIVE)])
  return { live, persistent }
}
