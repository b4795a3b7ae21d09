import type { VmObservation } from '@/server/contract/agent/vm'
import type { Addresses } from '@/server/contract/hardware/address'
import { attr, findAll, text } from '@/server/domain/xml/element'
import type { Element } from '@/server/domain/xml/element'
import { parseAddresses } from './address'
import { agentConnected } from './channel'
import { parseVcpus } from './cpu'
import { parseDisk } from './disk'
import type { ParsedDisk } from './disk'
import { hasSerialConsole, parseVnc } from './vnc'
import { parseMemoryMiB } from './memory'
import { parseNic } from './nic'
import type { ParsedNic } from './nic'

type VirtType = VmObservation['virtType']
const virtTypes: Record<string, VirtType> = { kvm: 'kvm', qemu: 'qemu' }

/** What an observation takes from libvirt's XML. */
export interface DomainView {
  id: string
  name: string
  memoryMiB: number
  vcpus: number
  virtType: VirtType
  vnc: ReturnType<typeof parseVnc>
  serial: boolean
  agentConnected: boolean
  disks: ParsedDisk[]
  nics: ParsedNic[]
  addresses: Addresses | null
}

export const viewDomain = (domain: Element): DomainView => ({
  id: text(domain, 'uuid') ?? '',
  name: text(domain, 'name') ?? '',
  memoryMiB: parseMemoryMiB(domain),
  vcpus: parseVcpus(domain).vcpus,
  virtType: virtTypes[attr(domain, 'type') ?? ''] ?? 'other',
  vnc: parseVnc(domain),
  serial: hasSerialConsole(domain),
  agentConnected: agentConnected(domain),
  disks: findAll(domain, 'devices/disk').map(parseDisk),
  nics: findAll(domain, 'devices/interface').map(parseNic),
  addresses: parseAddresses(domain),
})
