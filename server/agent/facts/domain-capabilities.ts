import { access } from 'node:fs/promises'
import type { DomainCapabilities } from '@/server/contract/agent/capabilities'
import { parseDeviceHelp, qemuNames } from '@/server/domain/capability/qemu-devices'
import { parseCombinations, parseOffers } from '@/server/domain/host/capabilities'
import type { Libvirt } from '@/server/libvirt/facade/libvirt'
import { run } from './run'

/** vsock is a device of the host's kernel too: QEMU that knows it is not enough. */
const vsockNode = '/dev/vhost-vsock'

/** The devices that this QEMU was built with; null when it does not tell. */
const devicesOf = async (emulator: string, hasVsock: boolean): Promise<string[] | null> => {
  const { code, stdout } = await run(emulator, ['-device', 'help'])
  if (code !== 0) return null
  return parseDeviceHelp(stdout).filter((name) => hasVsock || name !== qemuNames.vsock.vsock)
}

/** What the host offers for each architecture, machine type and acceleration, with libvirt's own words. `capabilities` = those of the connection. Errors: libvirt's. */
export const askCapabilities = async (libvirt: Libvirt, capabilities: string): Promise<(DomainCapabilities & { xml: string })[]> => {
  const combinations = parseCombinations(capabilities)
  const hasVsock = await access(vsockNode).then(() => true, () => false)
  const emulators = [...new Set(combinations.map(({ emulator }) => emulator))]
  const devices = new Map(await Promise.all(emulators.map(async (emulator) => [emulator, await devicesOf(emulator, hasVsock)] as const)))
  return Promise.all(
    combinations.map(async ({ emulator, ...combination }) => {
      const xml = await libvirt.host.domainCapabilities({ ...combination, emulator })
      return { ...combination, offers: parseOffers(xml, devices.get(emulator) ?? null), xml }
    }),
  )
}
