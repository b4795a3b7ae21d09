import { readFile, stat, statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Agent } from '@/server/agent/agent'
import { imageInfo } from '@/server/agent/disks/qemu-img'
import { readDiskLock } from '@/server/agent/host/disk-lock'
import { connected, present } from '@/server/agent/vms/on-vm'
import { fromLibvirt } from '@/server/agent/vms/libvirt-error'
import type { MigrationDestination, MigrationSource } from '@/server/contract/agent/migration'
import { describeForMigration } from '@/server/domain/migration/xml'
import { parseXml } from '@/server/domain/xml/parse'
import type { Libvirt } from '@/server/libvirt/facade/libvirt'
import { DomainXmlFlag } from '@/server/libvirt/flags'

/** What tells one file from another on a shared file system; null = it can't be seen. */
const inodeOf = (path: string): Promise<string | null> => stat(path, { bigint: true }).then(({ ino }) => String(ino), () => null)

const MiB = 1024 ** 2
const lengthOf = (path: string): Promise<number | null> => stat(path).then(({ size }) => size, () => null)

const asFormat = (format: string | null): 'qcow2' | 'raw' | null => (format === 'qcow2' || format === 'raw' ? format : null)

/** What is known of an image where it is; a block device or one that can't be read has no figures. */
async function imageFacts({ path, format }: { path: string; format: string }) {
  const inode = await inodeOf(path)
  const none = { inode, sizeMiB: 0, wholeMiB: 0, base: null }
  const known = asFormat(format)
  const info = inode !== null && known ? await imageInfo(path, known).catch(() => null) : null
  if (!info) return none
  const sizeMiB = Math.ceil(info.allocatedBytes / MiB)
  // Only a path: anything else in an image's header would make this host ask somewhere else.
  if (!info.backing?.startsWith('/')) return { inode, sizeMiB, wholeMiB: sizeMiB, base: null }
  const below = asFormat(info.backingFormat)
  const under = below ? await imageInfo(info.backing, below).catch(() => null) : null
  const wholeMiB = Math.ceil((info.allocatedBytes + (under?.allocatedBytes ?? info.sizeBytes)) / MiB)
  return { inode, sizeMiB, wholeMiB, base: { path: info.backing, bytes: await lengthOf(info.backing) } }
}

/** How the place of an image looks on the host that it would come to. */
async function placeFacts({ target, path, base }: MigrationSource['disks'][number]): Promise<MigrationDestination['disks'][number]> {
  const [inode, freeMiB, baseBytes] = await Promise.all([
    inodeOf(path),
    statfs(dirname(path)).then(({ bavail, bsize }) => Math.floor((bavail * bsize) / MiB), () => null),
    base ? lengthOf(base.path) : null,
  ])
  return { target, inode, freeMiB, baseBytes }
}

/** Which lock manager libvirt uses on this host, and where its leases are: two hosts must agree on both. */
const lockManager = async ({ libvirtSocket }: Agent): Promise<string> => {
  const { manager, leases } = await readDiskLock(libvirtSocket)
  return leases ? `${manager} in ${leases}` : manager
}

const common = async (agent: Agent) => {
  const [{ libvirtVersion, qemuVersion, migrationTls }, lock] = await Promise.all([agent.facts.facts(), lockManager(agent)])
  return { libvirtVersion, qemuVersion, lockManager: lock, tls: migrationTls === 'ready', now: Date.now() }
}

/** Errors: NOT_FOUND, LIBVIRT. */
export async function migrationSource(agent: Agent, { id }: { id: string }): Promise<MigrationSource> {
  const libvirt = await connected(agent, 'libvirt')
  try {
    const [reading, xml, snapshots, rest] = await Promise.all([
      agent.machines.read(libvirt, id),
      libvirt.domain.xml({ uuid: id }, { flags: DomainXmlFlag.MIGRATABLE | DomainXmlFlag.SECURE }).then(parseXml),
      libvirt.snapshot.list({ uuid: id }).then(list => list.length),
      common(agent),
    ])
    const { active, observation } = present(reading, id)
    const { disks, ...described } = describeForMigration(xml)
    return {
      active,
      memoryMiB: observation.memoryMiB,
      ...described,
      disks: await Promise.all(disks.map(async disk => ({ ...disk, ...(await imageFacts(disk)) }))),
      snapshots,
      ...rest,
    }
  } catch (error) {
    throw fromLibvirt(error, 'look at the machine')
  }
}

const cpuWords = { [-1]: 'unknown', 0: 'incompatible', 1: 'same', 2: 'superset' } as const

/** virConnectCompareHypervisorCPU: what QEMU can give, not only what the processor has. */
async function compareCpu(libvirt: Libvirt, { cpuXml, virtType, emulator, machine }: MigrationSource): Promise<Pick<MigrationDestination, 'cpu' | 'cpuText'>> {
  if (cpuXml === null) return { cpu: 'same', cpuText: '' }
  try {
    const answer = await libvirt.host.compareHypervisorCpu({ emulator, arch: 'x86_64', machine, virtType, xml: cpuXml, flags: 0 })
    return { cpu: cpuWords[answer as keyof typeof cpuWords] ?? 'unknown', cpuText: '' }
  } catch (error) {
    return { cpu: 'unknown', cpuText: error instanceof Error ? error.message : String(error) }
  }
}

export async function migrationDestination(agent: Agent, { id, source }: { id: string; source: MigrationSource }): Promise<MigrationDestination> {
  const libvirt = await connected(agent, 'libvirt')
  try {
    const [cpu, reading, networks, free, facts, rest, bridges, disks] = await Promise.all([
      compareCpu(libvirt, source),
      agent.machines.read(libvirt, id),
      libvirt.network.list(),
      freeMemoryMiB(),
      agent.facts.facts(),
      common(agent),
      Promise.all(source.bridges.map(async name => ({ name, there: await stat(`/sys/class/net/${name}/bridge`).then(() => true, () => false) }))),
      Promise.all(source.disks.map(placeFacts)),
    ])
    const known = new Set(networks.map(({ name }) => name))
    return {
      ...cpu,
      machineKnown: facts.machines.length === 0 || facts.machines.includes(source.machine),
      disks,
      missingNetworks: source.networks.filter(name => !known.has(name)),
      missingBridges: bridges.filter(({ there }) => !there).map(({ name }) => name),
      freeMemoryMiB: free,
      hostname: facts.hostname,
      present: reading === null ? 'no' : reading.active ? 'active' : 'down',
      ...rest,
    }
  } catch (error) {
    throw fromLibvirt(error, 'look at the destination')
  }
}

async function freeMemoryMiB(): Promise<number> {
  const text = await readFile('/proc/meminfo', 'utf8')
  return Math.floor(Number(/^MemAvailable:\s+(\d+)/m.exec(text)?.[1] ?? 0) / 1024)
}
