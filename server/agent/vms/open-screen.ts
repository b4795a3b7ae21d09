import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { OpenScreen } from '@/server/contract/agent/screen'
import { AppError } from '@/server/domain/error'
import { openScreenOf, withPassword } from '@/server/domain/vm/xml/graphics'
import { buildXml } from '@/server/domain/xml/build'
import type { Element } from '@/server/domain/xml/element'
import { parseXml } from '@/server/domain/xml/parse'
import type { Libvirt } from '@/server/libvirt/facade/libvirt'
import { DeviceModifyFlag } from '@/server/libvirt/flags'
import type { Agent } from '@/server/agent/agent'
import { fromLibvirt } from './libvirt-error'
import { connected, present, requireState, subjectOf } from './on-vm'
import { isVncOurs, renewVncPassword } from './vnc-password'

interface Call {
  id: string
  type: 'spice' | 'vnc'
  seconds: number
}

/** Where libvirt looks for it unless told otherwise (spice_tls_x509_cert_dir). */
const spiceCa = '/etc/pki/libvirt-spice/ca-cert.pem'
const running = ['running', 'paused'] as const
const words = { spice: 'SPICE', vnc: 'VNC' }

const refused = (id: string, name: string, text: string, code: string, hint: string, type: Call['type']): AppError =>
  new AppError('WRONG_STATE', text, { subject: subjectOf(id, name), hint, reason: { code, params: { type: words[type] } } })

/** null = the screen has one of another tool, or none. */
const newPassword = async (agent: Agent, libvirt: Libvirt, { id, type, seconds }: Call, live: Element): Promise<string | null> => {
  if (type === 'vnc') return (await isVncOurs(libvirt, id)) ? renewVncPassword(agent, libvirt, id, seconds) : null
  const password = randomBytes(12).toString('base64url')
  const device = withPassword(live, type, password, new Date(Date.now() + seconds * 1000))
  if (device) await libvirt.domain.updateDevice({ uuid: id }, { xml: buildXml(device), flags: DeviceModifyFlag.LIVE })
  return password
}

/**
 * The screen's place and a new password: made here and kept nowhere but in QEMU, by the clock of this host. libvirt's answer to a
 * wrong one can quote the XML, so it is not passed on. Errors: as the contract says.
 */
export const openScreen = (agent: Agent, { id, type, seconds }: Call): Promise<OpenScreen> =>
  agent.turns.take(id, async () => {
    const libvirt = await connected(agent, 'work')
    const reading = present(await agent.machines.read(libvirt, id), id)
    const { name } = reading.observation
    requireState(reading, running, 'shown')
    const live = parseXml(await libvirt.domain.xml({ uuid: id }).catch((error: unknown) => { throw fromLibvirt(error, 'read the machine', subjectOf(id, name)) }))
    const screen = openScreenOf(live, type)
    if (!screen) throw refused(id, name, `Machine “${name}” has no ${words[type]} screen.`, 'screen_none', `Give it one: Hardware, Console.`, type)
    if (screen === 'socket') {
      throw refused(id, name, `The ${words[type]} screen of machine “${name}” can be reached on its host alone.`, 'screen_socket', 'Let it listen on the network: Hardware, Console.', type)
    }
    const password = await newPassword(agent, libvirt, { id, type, seconds }, live).catch(() => {
      throw refused(id, name, `The ${words[type]} screen of machine “${name}” took no password.`, 'screen_open', 'It was started without one: restart the machine.', type)
    })
    const ca = screen.tlsPort === null ? null : await readFile(spiceCa, 'utf8').catch(() => null)
    return { ...screen, ca, password }
  })
