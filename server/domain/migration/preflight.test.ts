import { describe, expect, it } from 'vitest'
import { fitsMigration, isEncrypted, libvirtTransport, preflight, provenShared } from './preflight'
import type { PreflightFacts } from './preflight'
import { copiedTargets } from './storage'

const versions = { libvirtVersion: '9.0.0', qemuVersion: '7.2.0', lockManager: 'lockd', tls: true, now: 1_000_000 }
const vda: PreflightFacts['source']['disks'][number] = { target: 'vda', path: '/data/a.qcow2', cache: 'none', readOnly: false, inode: '7', format: 'qcow2', sizeMiB: 20, wholeMiB: 100, base: null }
const open = { closed: [], tried: 32, nameResolves: true, libvirt: { tls: 'ok' as const, detail: '', tcp: true } }
const good: PreflightFacts = {
  source: {
    active: true, cpuXml: null, virtType: 'kvm', machine: 'pc-q35-7.2', emulator: '/usr/bin/qemu-system-x86_64', memoryMiB: 1024,
    disks: [vda], networks: ['lan'], bridges: [], hostDevices: [], snapshots: 0, ...versions,
  },
  destination: {
    cpu: 'superset', cpuText: '', machineKnown: true, disks: [{ target: 'vda', inode: '7', freeMiB: 1000, baseBytes: null }], missingNetworks: [], missingBridges: [], freeMemoryMiB: 4096,
    hostname: 'h2', present: 'no', ...versions,
  },
  reached: open,
  askedMs: 10,
  migrationMode: 'any',
  encryption: 'when_possible',
  copying: { mode: 'none', targets: null, moves: [] },
  configDrive: null,
  stateless: false,
  names: { source: 'h1', destination: 'h2' },
  lacking: [],
}
const source = (change: Partial<PreflightFacts['source']>): PreflightFacts => ({ ...good, source: { ...good.source, ...change } })
const there = (change: Partial<PreflightFacts['destination']>): PreflightFacts => ({ ...good, destination: { ...good.destination, ...change } })
const disk = (change: Partial<typeof vda>) => source({ disks: [{ ...vda, ...change }] })

it('passes two hosts that fit, and then only says that the storage is the same', () => {
  const checks = preflight(good)
  expect(checks.map(({ level }) => level)).toEqual(checks.map(() => 'pass'))
  expect(provenShared(checks)).toBe(true)
})

it('encrypts where both hosts can and the cluster lets it', () => {
  expect(isEncrypted(preflight(good))).toBe(true)
  expect(isEncrypted(preflight({ ...good, encryption: 'never' }))).toBe(false)
  expect(isEncrypted(preflight(source({ tls: false })))).toBe(false)
  expect(preflight({ ...source({ tls: false }), encryption: 'always' }).find(({ level }) => level === 'fail')?.text).toContain('on h1')
})

describe('what speaks against it', () => {
  it.each<[string, PreflightFacts, string, 'warn' | 'fail']>([
    ['another CPU', there({ cpu: 'incompatible' }), 'cpu', 'fail'],
    ['a CPU that can’t be compared', there({ cpu: 'unknown' }), 'cpu_unknown', 'warn'],
    ['a device that the host does not offer', { ...good, lacking: [{ field: 'hardware.graphics.spice', code: 'lacks_graphics', params: { type: 'SPICE' }, text: 'does not offer SPICE' }] }, 'lacks_graphics', 'fail'],
    ['a disk that is not there', there({ disks: [{ target: 'vda', inode: null, freeMiB: 1000, baseBytes: null }] }), 'disk_missing', 'fail'],
    ['another file of the same name', there({ disks: [{ target: 'vda', inode: '8', freeMiB: 1000, baseBytes: null }] }), 'disk_other', 'fail'],
    ['a cache that could lose writes', disk({ cache: 'writeback' }), 'cache', 'fail'],
    ['a network that can be made', there({ missingNetworks: ['lan'] }), 'network_missing', 'warn'],
    ['a bridge that is missing', there({ missingBridges: ['br0'] }), 'bridge_missing_there', 'fail'],
    ['too little memory', there({ freeMemoryMiB: 512 }), 'memory_short', 'fail'],
    ['an unknown machine type', there({ machineKnown: false }), 'machine_type', 'fail'],
    ['an older QEMU', there({ qemuVersion: '6.2.0' }), 'qemu_older', 'warn'],
    ['an older libvirt', there({ libvirtVersion: '8.10.0' }), 'libvirt_older', 'warn'],
    ['clocks apart', there({ now: 1_060_000 }), 'clock', 'warn'],
    ['a name that is not resolved', { ...good, reached: { ...open, nameResolves: false } }, 'name', 'warn'],
    ['some closed ports', { ...good, reached: { ...open, closed: [49152] } }, 'ports', 'warn'],
    ['all ports closed', { ...good, reached: { ...open, closed: [49152, 49154], tried: 2 } }, 'ports', 'fail'],
    ['a way that could not be tried', { ...good, reached: null }, 'ports_untried', 'fail'],
    ['a device of the host', source({ hostDevices: ['pci 0000:03:00.0'] }), 'host_device', 'fail'],
    ['snapshots', source({ snapshots: 1 }), 'snapshots', 'fail'],
    ['a pinned machine', { ...good, migrationMode: 'pinned' }, 'pinned', 'fail'],
    ['a process there already', there({ present: 'active' }), 'active_there', 'fail'],
    ['no certificate there', there({ tls: false }), 'tls_off', 'warn'],
    ['no certificate where one must be', { ...there({ tls: false }), encryption: 'always' }, 'tls_missing', 'fail'],
    ['another lock manager', there({ lockManager: 'none' }), 'lock', 'fail'],
  ])('%s', (_, facts, code, level) => {
    const checks = preflight(facts)
    expect(checks.find(check => check.code === code)).toMatchObject({ level })
    expect(fitsMigration(checks)).toBe(level === 'warn')
    if (['disk_missing', 'disk_other', 'cache'].includes(code)) expect(provenShared(checks)).toBe(false)
  })

  it('not closed ports for a machine that is down: only its definition moves, from one libvirt to the other', () => {
    const down = source({ active: false })
    expect(fitsMigration(preflight({ ...down, reached: { ...open, closed: [49152], tried: 1 } }))).toBe(true)
    expect(fitsMigration(preflight({ ...down, reached: null }))).toBe(false)
  })

  it('not a write-back cache of a disk that is only read, nor of a machine that is down', () => {
    expect(fitsMigration(preflight(disk({ cache: 'writeback', readOnly: true })))).toBe(true)
    expect(fitsMigration(preflight(source({ active: false, disks: [{ ...good.source.disks[0]!, cache: 'writeback' }] })))).toBe(true)
  })
})

describe('a disk that is copied along', () => {
  type Disk = PreflightFacts['source']['disks'][number]
  const copying = (mode: 'full' | 'incremental', change: Partial<Disk> = {}, found: Partial<PreflightFacts['destination']['disks'][number]> = {}): PreflightFacts => ({
    ...good,
    source: { ...good.source, disks: [{ ...vda, cache: 'writeback', ...change }] },
    destination: { ...good.destination, disks: [{ target: 'vda', inode: null, freeMiB: 1000, baseBytes: null, ...found }] },
    copying: { mode, targets: null, moves: [] },
  })
  const base = { path: '/data/base.qcow2', bytes: 10 }

  it('need not be there, and may be cached', () => {
    const checks = preflight(copying('full'))
    expect(fitsMigration(checks)).toBe(true)
    expect(provenShared(checks)).toBe(true)
    expect(copiedTargets(copying('full'))).toEqual(['vda'])
    expect(fitsMigration(preflight(copying('incremental', { base }, { baseBytes: 10 })))).toBe(true)
  })

  it('only where it was chosen; a shared one stays', () => {
    const facts = { ...copying('full'), copying: { mode: 'full' as const, targets: [], moves: [] } }
    expect(preflight(facts).find(({ level }) => level === 'fail')?.code).toBe('disk_missing')
    expect(copiedTargets(copying('full', {}, { inode: '7' }))).toEqual([])
  })

  it.each<[string, PreflightFacts, string]>([
    ['without space', copying('full', {}, { freeMiB: 50 }), 'space_short'],
    ['without a folder', copying('full', {}, { freeMiB: null }), 'folder_missing'],
    ['that is the same file there', { ...copying('full', {}, { inode: '7' }), copying: { mode: 'full', targets: ['vda'], moves: [] } }, 'disk_shared'],
    ['in the way of another file', { ...copying('full', {}, { inode: '8' }), copying: { mode: 'full', targets: ['vda'], moves: [] } }, 'disk_other'],
    ['whose base is not there', copying('incremental', { base }), 'base_missing'],
    ['whose base is another', copying('incremental', { base }, { baseBytes: 11 }), 'base_other'],
    ['without its base, to another storage domain', { ...copying('incremental', { base }, { baseBytes: 10 }), copying: { mode: 'incremental', targets: null, moves: [{ target: 'vda', path: '/other/a.qcow2' }] } }, 'base_elsewhere'],
    ['that is only read', { ...copying('full', { readOnly: true }), copying: { mode: 'full', targets: null, moves: [{ target: 'vda', path: '/other/a.qcow2' }] } }, 'copy_read_only'],
    ['of a stateless machine', { ...copying('full'), stateless: true }, 'copy_stateless'],
    ['of a machine that is down', { ...copying('full'), source: { ...copying('full').source, active: false } }, 'copy_offline'],
  ])('is refused %s', (_, facts, code) => {
    expect(preflight(facts).filter(({ level }) => level === 'fail').map(check => check.code)).toEqual([code])
    expect(provenShared(preflight(facts))).toBe(false)
  })

  it('to another storage domain, whatever the destination sees of it, into that one’s space', () => {
    const moved: PreflightFacts = { ...copying('full'), copying: { mode: 'none', targets: null, moves: [{ target: 'vda', path: '/other/images/a.qcow2' }] } }
    expect(copiedTargets(moved)).toEqual(['vda'])
    expect(fitsMigration(preflight(moved))).toBe(true)
    const folder = preflight({ ...moved, destination: { ...moved.destination, disks: [{ target: 'vda', inode: null, freeMiB: null, baseBytes: null }] } })
    expect(folder.find(({ level }) => level === 'fail')).toMatchObject({ code: 'folder_missing', params: { path: '/other/images/a.qcow2' } })
    // Each folder has its own space: 100 MiB to one, and as much to another.
    const two: PreflightFacts = {
      ...moved,
      source: { ...moved.source, disks: [vda, { ...vda, target: 'vdb', path: '/data/b.qcow2' }] },
      destination: { ...moved.destination, disks: [{ target: 'vda', inode: null, freeMiB: 150, baseBytes: null }, { target: 'vdb', inode: null, freeMiB: 150, baseBytes: null }] },
      copying: { mode: 'full', targets: null, moves: moved.copying.moves },
    }
    expect(fitsMigration(preflight(two))).toBe(true)
    expect(preflight({ ...two, copying: { ...two.copying, moves: [] } }).map(({ code }) => code)).toContain('space_short')
  })

  it('a config drive is made anew, an ISO that is only read must be there', () => {
    const cdrom = { ...vda, target: 'sda', path: '/data/c.iso', readOnly: true }
    const facts = { ...copying('full'), source: { ...good.source, disks: [cdrom] }, configDrive: '/data/c.iso' }
    expect(fitsMigration(preflight(facts))).toBe(true)
    expect(fitsMigration(preflight({ ...facts, configDrive: null }))).toBe(false)
  })
})

describe('the way from one libvirt to the other', () => {
  type Libvirt = NonNullable<NonNullable<PreflightFacts['reached']>['libvirt']>
  const by = (encryption: PreflightFacts['encryption'], libvirt: Partial<Libvirt>) =>
    preflight({ ...good, encryption, reached: { ...open, libvirt: { ...open.libvirt, ...libvirt } } })

  it.each<[PreflightFacts['encryption'], Partial<Libvirt>, string, 'pass' | 'warn' | 'fail', 'tls' | 'tcp']>([
    ['always', {}, 'libvirt_tls_ok', 'pass', 'tls'],
    ['always', { tls: 'closed' }, 'libvirt_tls_closed', 'fail', 'tcp'],
    ['always', { tls: 'no_certificate' }, 'libvirt_tls_missing', 'fail', 'tcp'],
    ['always', { tls: 'refused', detail: 'no' }, 'libvirt_tls_refused', 'fail', 'tcp'],
    ['when_possible', { tcp: false }, 'libvirt_tls_ok', 'pass', 'tls'],
    ['when_possible', { tls: 'closed' }, 'libvirt_tcp', 'warn', 'tcp'],
    ['when_possible', { tls: 'closed', tcp: false }, 'libvirt_tls_closed', 'fail', 'tcp'],
    ['never', {}, 'libvirt_tcp_ok', 'pass', 'tcp'],
    ['never', { tcp: false }, 'libvirt_tls_ok', 'pass', 'tls'],
    ['never', { tls: 'closed', tcp: false }, 'libvirt_tls_closed', 'fail', 'tcp'],
  ])('%s, %o: %s', (encryption, libvirt, code, level, transport) => {
    const checks = by(encryption, libvirt)
    expect(checks.find(check => check.code === code)).toMatchObject({ level })
    expect({ fits: fitsMigration(checks), transport: libvirtTransport(checks) }).toEqual({ fits: level !== 'fail', transport })
  })

  it('is none when its agent can not tell', () => {
    expect(preflight({ ...good, reached: { ...open, libvirt: null } }).find(({ level }) => level === 'fail')?.code).toBe('libvirt_untried')
  })
})
