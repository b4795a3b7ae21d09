import type { MigrationDestination, MigrationSource, ReachedLibvirt } from '@/server/contract/agent/migration'
import type { MigrationCheck } from '@/server/contract/api/migration'
import type { Lack } from '@/server/domain/capability/lacks'
import { fail, pass, warn } from './check'
import { checkStorage } from './storage'
import type { StorageFacts } from './storage'

/** What was really tried from the source towards the destination. */
export interface Reached {
  closed: number[]
  tried: number
  nameResolves: boolean
  /** null = its agent is too old to tell. */
  libvirt: ReachedLibvirt | null
}

export interface PreflightFacts extends Pick<StorageFacts, 'copying' | 'configDrive' | 'stateless'> {
  source: MigrationSource
  destination: MigrationDestination
  /** null = it could not be tried. */
  reached: Reached | null
  /** Time that asking took, in ms: clocks are not known closer than that. */
  askedMs: number
  migrationMode: string
  /** What the cluster wants: always, when_possible or never. */
  encryption: Encryption
  names: { source: string; destination: string }
  /** What of the machine's hardware the destination can't give. */
  lacking: readonly Lack[]
}

export const encryptions = ['always', 'when_possible', 'never'] as const
export type Encryption = (typeof encryptions)[number]

const clockLimitMs = 2_000
const maxSnapshots = 0

const newer = (a: string, b: string): boolean => a.localeCompare(b, undefined, { numeric: true }) > 0

const cpu = ({ destination: { cpu: found, cpuText } }: PreflightFacts): MigrationCheck => {
  if (found === 'incompatible') return fail('cpu', 'The CPU of the machine can not be given there.')
  if (found === 'unknown') return warn('cpu_unknown', `The CPUs could not be compared. ${cpuText}`.trim(), { detail: cpuText })
  return pass('cpu_ok', 'The CPU is compatible.')
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

/** Why no TLS leads from one libvirt to the other. */
const withoutTls = (say: typeof fail, { tls, detail }: ReachedLibvirt, { source, destination }: PreflightFacts['names']): MigrationCheck => {
  if (tls === 'no_certificate') return say('libvirt_tls_missing', `${source} has no certificate yet to call other libvirts with.`, { host: source })
  if (tls === 'closed') {
    return say('libvirt_tls_closed', `libvirt on ${destination} takes nothing over TLS: turn migrations on in its checks, and open port 16514.`, { host: destination })
  }
  return say('libvirt_tls_refused', `The libvirts of ${source} and ${destination} do not take each other's certificate: ${detail}.`, { source, destination, detail })
}

/** The definition travels from one libvirt to the other, whatever the memory does: over TLS, or in the clear where the cluster lets it. */
const libvirts = ({ reached, encryption, names }: PreflightFacts): MigrationCheck[] => {
  const found = reached?.libvirt
  if (!found) return reached ? [fail('libvirt_untried', 'The way from one libvirt to the other could not be tried.')] : []
  const encrypted = pass('libvirt_tls_ok', 'The two libvirts speak over TLS.')
  const plain = pass('libvirt_tcp_ok', 'The two libvirts speak unencrypted, as the cluster wants it.')
  if (encryption === 'never' && found.tcp) return [plain]
  if (found.tls === 'ok') return [encrypted]
  if (encryption === 'always' || !found.tcp) return [withoutTls(fail, found, names)]
  return [warn('libvirt_tcp', 'The two libvirts speak unencrypted (TCP).'), withoutTls(warn, found, names)]
}

/** Memory needs ports of its own. A way that was not seen to be open is none. */
const way = ({ reached, destination, source: { active } }: PreflightFacts): MigrationCheck[] => {
  if (!reached) return [fail('ports_untried', 'The way to the host could not be tried.')]
  if (!active) return []
  const names = reached.nameResolves ? [] : [warn('name', `The name ${destination.hostname} is not resolved at the source.`, { name: destination.hostname })]
  const { closed, tried } = reached
  if (closed.length === 0) return [...names, pass('ports_ok', `The migration ports are open (${tried} tried).`, { tried })]
  const ports = closed.length > 4 ? `${closed[0]}–${closed[closed.length - 1]}` : closed.join(', ')
  const say = closed.length === tried ? fail : warn
  const params = { closed: closed.length, tried, ports }
  return [...names, say('ports', `${closed.length} of ${tried} migration ports are closed (${ports}). Open 49152–49216 in the firewall.`, params)]
}

/** Memory that travels in the clear can be read, and changed, by whoever has the wire. */
const channel = ({ source, destination, encryption, names }: PreflightFacts): MigrationCheck[] => {
  if (!source.active) return []
  if (encryption === 'never') return [pass('tls_never', 'Memory travels unencrypted, as the cluster wants it.')]
  const lacking = [...(source.tls ? [] : [names.source]), ...(destination.tls ? [] : [names.destination])]
  if (lacking.length === 0) return [pass('tls_ok', 'Memory travels encrypted (TLS).')]
  const hosts = lacking.join(', ')
  return encryption === 'always'
    ? [fail('tls_missing', `The cluster wants encryption, but there is no certificate for migration on ${hosts}.`, { hosts })]
    : [warn('tls_off', `Memory travels unencrypted: there is no certificate for migration on ${hosts}.`, { hosts })]
}

const devices = ({ source: { hostDevices } }: PreflightFacts): MigrationCheck[] =>
  hostDevices.map(device => fail('host_device', `It uses a device of its host: ${device}.`, { device }))

/** The sentence goes on after the host's name. */
const hardware = ({ lacking, names }: PreflightFacts): MigrationCheck[] =>
  lacking.length === 0
    ? [pass('hardware_ok', 'The host offers all of the machine’s hardware.')]
    : lacking.map(({ code, text, params }) => fail(code, `${names.destination} ${text}.`, params))

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
    ...blocked(facts), cpu(facts), ...hardware(facts), ...checkStorage(facts), ...networks(facts), memory(facts), ...versions(facts),
    ...devices(facts), locks(facts), clock(facts), ...channel(facts), ...libvirts(facts), ...way(facts),
  ]
}

export const fitsMigration = (checks: readonly MigrationCheck[]): boolean => checks.every(({ level }) => level !== 'fail')

/**
 * libvirt calls a folder of the host unsafe. It is not, when both hosts were seen to have the very same files, or the disks are copied, and
 * no write waits in a cache: all of which would have been refused.
 */
export const provenShared = (checks: readonly MigrationCheck[]): boolean =>
  fitsMigration(checks) && checks.some(({ code }) => code === 'storage_ok' || code === 'disk_copied')

/** Both hosts have the certificate, and the cluster lets it be used. */
export const isEncrypted = (checks: readonly MigrationCheck[]): boolean => checks.some(({ code }) => code === 'tls_ok')

/** How the two libvirts speak to each other. */
export const libvirtTransport = (checks: readonly MigrationCheck[]): 'tls' | 'tcp' => (checks.some(({ code }) => code === 'libvirt_tls_ok') ? 'tls' : 'tcp')
