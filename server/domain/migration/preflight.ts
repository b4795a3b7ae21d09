import type { MigrationDestination, MigrationSource } from '@/server/contract/agent/migration'
import type { MigrationCheck } from '@/server/contract/api/migration'

/** What was really tried from the source towards the destination. */
export interface Reached {
  closed: number[]
  tried: number
  nameResolves: boolean
}

export interface PreflightFacts {
  source: MigrationSource
  destination: MigrationDestination
  /** null = it could not be tried. */
  reached: Reached | null
  /** Time that asking took, in ms: clocks are not known closer than that. */
  askedMs: number
  migrationMode: string
}

type Params = MigrationCheck['params']
const check = (level: MigrationCheck['level']) => (code: string, text: string, params: Params = {}): MigrationCheck => ({ code, level, text, params })
const pass = check('pass')
const warn = check('warn')
const fail = check('fail')

/** The host's page cache must not hold writes when the machine goes on elsewhere. */
const safeCaches = new Set(['none', 'directsync'])
const clockLimitMs = 2_000
const maxSnapshots = 0

const newer = (a: string, b: string): boolean => a.localeCompare(b, undefined, { numeric: true }) > 0

const cpu = ({ destination: { cpu: found, cpuText } }: PreflightFacts): MigrationCheck => {
  if (found === 'incompatible') return fail('cpu', 'The CPU of the machine can not be given there.')
  if (found === 'unknown') return warn('cpu_unknown', `The CPUs could not be compared. ${cpuText}`.trim(), { detail: cpuText })
  return pass('cpu_ok', 'The CPU is compatible.')
}

const storage = ({ source, destination }: PreflightFacts): MigrationCheck[] => {
  const there = new Map(destination.disks.map(({ target, inode }) => [target, inode]))
  const missing = source.disks.filter(({ target }) => (there.get(target) ?? null) === null)
  const other = source.disks.filter(({ target, inode }) => (there.get(target) ?? null) !== null && there.get(target) !== inode)
  const unsafe = source.active ? source.disks.filter(({ readOnly, cache }) => !readOnly && !safeCaches.has(cache)) : []
  const found = [
    ...missing.map(({ target, path }) => fail('disk_missing', `Disk ${target} is not there: ${path}`, { disk: target, path })),
    ...other.map(({ target, path }) => fail('disk_other', `Disk ${target} is another file there: ${path}`, { disk: target, path })),
    ...unsafe.map(({ target: disk, cache }) => fail('cache', `Disk ${disk} has the cache mode ${cache}: writes could be lost. Use “none”.`, { disk, cache })),
  ]
  return found.length > 0 ? found : [pass('storage_ok', 'Both hosts see the same storage.')]
}

const networks = ({ destination: { missingNetworks, missingBridges } }: PreflightFacts): MigrationCheck[] => {
  const found = [
    ...missingNetworks.map(name => warn('network_missing', `Network ${name} is not there yet; it is made before the move.`, { network: name })),
    ...missingBridges.map(name => fail('bridge_missing_there', `Bridge ${name} is not there.`, { bridge: name })),
  ]
  return found.length > 0 ? found : [pass('networks_ok', 'All networks are there.')]
}

const memory = ({ source: { memoryMiB, active }, destination: { freeMemoryMiB } }: PreflightFacts): MigrationCheck =>
  active && freeMemoryMiB < memoryMiB
    ? fail('memory_short', `${memoryMiB} MiB of memory are needed, ${freeMemoryMiB} MiB are free.`, { needMiB: memoryMiB, freeMiB: freeMemoryMiB })
    : pass('memory_ok', `${freeMemoryMiB} MiB of memory are free.`, { freeMiB: freeMemoryMiB })

const versions = ({ source, destination }: PreflightFacts): MigrationCheck[] => {
  if (!destination.machineKnown) return [fail('machine_type', `QEMU there does not know the machine type ${source.machine}.`, { machine: source.machine })]
  const params = { from: source.qemuVersion, to: destination.qemuVersion }
  if (newer(source.qemuVersion, destination.qemuVersion)) return [warn('qemu_older', `QEMU there is older (${params.to}) than here (${params.from}).`, params)]
  if (newer(source.libvirtVersion, destination.libvirtVersion)) {
    const libvirt = { from: source.libvirtVersion, to: destination.libvirtVersion }
    return [warn('libvirt_older', `libvirt there is older (${libvirt.to}) than here (${libvirt.from}).`, libvirt)]
  }
  const { libvirtVersion: libvirt, qemuVersion: qemu } = destination
  return [pass('versions_ok', `libvirt ${libvirt} and QEMU ${qemu} can take it.`, { libvirt, qemu })]
}

const clock = ({ source, destination, askedMs }: PreflightFacts): MigrationCheck => {
  const apartMs = Math.max(0, Math.abs(destination.now - source.now) - askedMs)
  return apartMs > clockLimitMs
    ? warn('clock', `The clocks differ by ${Math.round(apartMs / 1000)} s: the guest's time would jump.`, { seconds: Math.round(apartMs / 1000) })
    : pass('clock_ok', 'The clocks agree.')
}

/** A definition travels between the two libvirts; memory needs ports of its own. A way that was not seen to be open is none. */
const way = ({ reached, destination, source: { active } }: PreflightFacts): MigrationCheck[] => {
  if (!active) return []
  if (!reached) return [fail('ports_untried', 'The way to the host could not be tried.')]
  const names = reached.nameResolves ? [] : [warn('name', `The name ${destination.hostname} is not resolved at the source.`, { name: destination.hostname })]
  const { closed, tried } = reached
  if (closed.length === 0) return [...names, pass('ports_ok', `The migration ports are open (${tried} tried).`, { tried })]
  const ports = closed.length > 4 ? `${closed[0]}–${closed[closed.length - 1]}` : closed.join(', ')
  const say = closed.length === tried ? fail : warn
  const params = { closed: closed.length, tried, ports }
  return [...names, say('ports', `${closed.length} of ${tried} migration ports are closed (${ports}). Open 49152–49216 in the firewall.`, params)]
}

const devices = ({ source: { hostDevices } }: PreflightFacts): MigrationCheck[] =>
  hostDevices.map(device => fail('host_device', `It uses a device of its host: ${device}.`, { device }))

const blocked = ({ source: { snapshots }, migrationMode, destination }: PreflightFacts): MigrationCheck[] => [
  ...(migrationMode === 'pinned' ? [fail('pinned', 'It is pinned to its host.')] : []),
  ...(snapshots > maxSnapshots ? [fail('snapshots', `libvirt does not migrate a machine with ${snapshots} snapshots.`, { count: snapshots })] : []),
  ...(destination.present === 'active' ? [fail('active_there', 'It has a process there already.')] : []),
]

const locks = ({ source, destination }: PreflightFacts): MigrationCheck =>
  source.lockManager === destination.lockManager
    ? pass('lock_ok', `Both hosts lock disks in the same way (${source.lockManager}).`, { lock: source.lockManager })
    : fail(
      'lock',
      `The hosts lock disks in different ways (${source.lockManager}, ${destination.lockManager}): nothing would keep a disk from being used twice.`,
      { from: source.lockManager, to: destination.lockManager },
    )

/** Everything that speaks for and against moving the machine to this host, in plain words (MK-9). Pure: the facts were really tried. */
export function preflight(facts: PreflightFacts): MigrationCheck[] {
  return [
    ...blocked(facts), cpu(facts), ...storage(facts), ...networks(facts), memory(facts), ...versions(facts),
    ...devices(facts), locks(facts), clock(facts), ...way(facts),
  ]
}

export const fitsMigration = (checks: readonly MigrationCheck[]): boolean => checks.every(({ level }) => level !== 'fail')

/** libvirt calls a folder of the host unsafe. It is not, when both hosts were seen to have the very same files, and no write waits in a cache. */
export const provenShared = (checks: readonly MigrationCheck[]): boolean => checks.some(({ code }) => code === 'storage_ok')
