import { randomBytes } from 'node:crypto'
import { passwordOf, withPassword } from '@/server/domain/vm/xml/graphics'
import { buildXml } from '@/server/domain/xml/build'
import { parseXml } from '@/server/domain/xml/parse'
import type { Libvirt } from '@/server/libvirt/facade/libvirt'
import { DeviceModifyFlag, DomainXmlFlag } from '@/server/libvirt/flags'
import type { Agent } from '@/server/agent/agent'

/** VNC looks at eight characters. */
const secretBytes = 6

/** Atrium gives out its passwords; one that another tool has set is left alone. */
export const isVncOurs = async (libvirt: Libvirt, uuid: string): Promise<boolean> =>
  passwordOf(parseXml(await libvirt.domain.xml({ uuid }, { flags: DomainXmlFlag.INACTIVE | DomainXmlFlag.SECURE })), 'vnc') === ''

/** A new password for the running machine's VNC screen, until then. There is one at a time: it is remembered while it is good. Errors: libvirt's. */
export const renewVncPassword = async (agent: Agent, libvirt: Libvirt, uuid: string, seconds: number): Promise<string> => {
  const password = randomBytes(secretBytes).toString('base64url')
  const until = Date.now() + seconds * 1000
  const device = withPassword(parseXml(await libvirt.domain.xml({ uuid })), 'vnc', password, new Date(until))
  if (device) await libvirt.domain.updateDevice({ uuid }, { xml: buildXml(device), flags: DeviceModifyFlag.LIVE })
  agent.vncPasswords.set(uuid, { password, until })
  return password
}

/** What is left of its time must be enough to come in. */
const leastMs = 10_000

/** One that is good now: a viewer outside that was given it keeps it. Errors: libvirt's. */
export const vncPassword = async (agent: Agent, libvirt: Libvirt, uuid: string): Promise<string> => {
  const known = agent.vncPasswords.get(uuid)
  return known && known.until - Date.now() > leastMs ? known.password : renewVncPassword(agent, libvirt, uuid, 30)
}
