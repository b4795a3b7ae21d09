import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseDomainCapabilities, parseMachines } from './capabilities'
import { hostChecks } from './checks'
import type { CheckInput } from './checks'
import { parseCpuInfo } from './cpuinfo'
import { parseHostValidate } from './host-validate'
import { parseInterfaces } from './interfaces'
import { parseCpuList, parseOsRelease } from './lists'
import { memoryFigures, parseMeminfo } from './meminfo'

const fixture = (name: string) => readFileSync(new URL(`fixtures/${name}`, import.meta.url), 'utf8')

describe('cpuinfo', () => {
  it('of an Intel host with two sockets and hyper-threading', () => {
    const cpu = parseCpuInfo(fixture('cpuinfo-intel.txt'))
    expect(cpu).toMatchObject({
      model: 'Intel(R) Xeon(R) CPU E5-2620 v4 @ 2.10GHz',
      vendor: 'GenuineIntel',
      sockets: 2,
      cores: 2,
      threads: 2,
      count: 8,
      mhz: 2100.432,
    })
    expect(cpu.flags).toContain('vmx')
    expect(cpu.flags).not.toContain('unrestricted_guest')
  })
  it('of an AMD host without threads', () => {
    const cpu = parseCpuInfo(fixture('cpuinfo-amd.txt'))
    expect(cpu).toMatchObject({ vendor: 'AuthenticAMD', sockets: 1, cores: 4, threads: 1, count: 4 })
    expect(cpu.flags).toContain('svm')
  })
  it('of a guest without extensions', () => {
    const cpu = parseCpuInfo(fixture('cpuinfo-epyc-guest.txt'))
    expect(cpu).toMatchObject({ model: 'AMD EPYC', sockets: 1, cores: 2, threads: 1, count: 2 })
    expect(cpu.flags.filter((flag) => flag === 'svm' || flag === 'vmx')).toEqual([])
  })
  it('of nothing', () => {
    expect(parseCpuInfo('')).toMatchObject({ model: 'unknown', count: 0, sockets: 0, flags: [] })
    expect(parseCpuInfo('processor\t: 0\n\nprocessor\t: 1\n')).toMatchObject({ sockets: 1, cores: 2, threads: 1, count: 2 })
  })
})

describe('memory', () => {
  it('in MiB, page cache not counted as used', () => {
    expect(memoryFigures(fixture('meminfo.txt'))).toEqual({ memoryMiB: 24105, memoryUsedMiB: expect.any(Number), swapMiB: 2047, swapUsedMiB: 511 })
    expect(memoryFigures('MemTotal: 2048 kB\nMemAvailable: 1024 kB\n')).toEqual({ memoryMiB: 2, memoryUsedMiB: 1, swapMiB: 0, swapUsedMiB: 0 })
  })
  it('of a NUMA node', () => {
    expect(parseMeminfo('Node 1 MemTotal:       24684092 kB\nNode 1 HugePages_Total:     4\n')).toEqual({ MemTotal: 24684092, HugePages_Total: 4 })
  })
})

describe('lists', () => {
  it.each([
    ['0-3,8,10-11\n', [0, 1, 2, 3, 8, 10, 11]],
    ['0\n', [0]],
    ['\n', []],
  ])('%j', (list, numbers) => {
    expect(parseCpuList(list)).toEqual(numbers)
  })
  it.each([
    ['NAME=x\nPRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\n', 'Debian GNU/Linux 12 (bookworm)'],
    ["PRETTY_NAME='A'\n", 'A'],
    ['PRETTY_NAME=B\n', 'B'],
    ['', 'Linux'],
  ])('os-release %j', (text, name) => {
    expect(parseOsRelease(text)).toBe(name)
  })
})

describe('interfaces', () => {
  it('without loopback and taps', () => {
    expect(parseInterfaces(fixture('ip-address.json'), { eno1: 10_000 })).toEqual([
      { name: 'eno1', mac: '3c:ec:ef:00:00:01', state: 'up', speedMbps: 10_000, mtu: 1500, kind: 'physical', addresses: [] },
      { name: 'eno2', mac: '3c:ec:ef:00:00:02', state: 'down', speedMbps: null, mtu: 1500, kind: 'physical', addresses: [] },
      { name: 'br0', mac: '3c:ec:ef:00:00:01', state: 'up', speedMbps: null, mtu: 1500, kind: 'bridge', addresses: ['192.0.2.10/24', '2001:db8::10/64'] },
    ])
  })
})

describe('capabilities', () => {
  it('list machine types, CPU models and firmwares', () => {
    const machines = parseMachines(fixture('capabilities.xml'))
    expect(machines).toEqual(expect.arrayContaining(['q35', 'pc', 'pc-q35-7.2']))
    expect(new Set(machines).size).toBe(machines.length)
    const { cpuModels, firmwares } = parseDomainCapabilities(fixture('domain-capabilities.xml'))
    expect(cpuModels).toEqual(expect.arrayContaining(['qemu64', 'Nehalem']))
    expect(cpuModels).not.toContain('Icelake-Server')
    expect(firmwares).toEqual(['bios', 'uefi'])
    expect(parseDomainCapabilities('<domainCapabilities/>')).toEqual({ cpuModels: [], firmwares: ['bios'] })
  })
})

describe('checks 1-01 to 1-04', () => {
  const good: CheckInput = {
    freeDiskMiB: 50_000,
    memoryMiB: 16_000,
    flags: ['vmx'],
    vendor: 'GenuineIntel',
    modules: ['kvm', 'kvm_intel'],
    devKvm: 'opens',
    acceleration: { kvm: true, reason: 'KVM works.' },
    diskLock: { manager: 'lockd', leases: null, daemon: true, pending: false },
    libvirtTls: null,
  }
  const level = (change: Partial<CheckInput>) => Object.fromEntries(hostChecks({ ...good, ...change }).map(({ code, level: is }) => [code, is]))
  const all = { disk_space: 'pass', memory: 'pass', cpu_virtualization: 'pass', firmware_virtualization: 'pass', kvm_module: 'pass', acceleration: 'pass', disk_locks: 'pass' }

  it('pass on a good host, without hints', () => {
    expect(level({})).toEqual(all)
    expect(
      hostChecks(good)
        .map(({ hint }) => hint)
        .join(''),
    ).toBe('')
    expect(level({ flags: ['svm'], vendor: 'AuthenticAMD', modules: ['kvm_amd'] })).toEqual(all)
  })

  it('fail under 6 GB of disk or 2 GB of memory; a machine sold with 2 GiB passes', () => {
    expect(level({ freeDiskMiB: 5000 })).toEqual({ ...all, disk_space: 'fail' })
    expect(level({ memoryMiB: 1024 })).toEqual({ ...all, memory: 'fail' })
    expect(level({ memoryMiB: 1960 })).toEqual(all)
  })

  it.each<[string, Partial<CheckInput['diskLock']>, string]>([
    ['no lock manager', { manager: 'none' }, 'warn'],
    ['one that libvirtd has not read yet', { pending: true }, 'warn'],
    ['one that does not answer', { daemon: false }, 'fail'],
    ['one with leases of its own', { manager: 'sanlock', daemon: false }, 'pass'],
  ])('tell of %s', (_, change, is) => expect(level({ diskLock: { ...good.diskLock, ...change } })['disk_locks']).toBe(is))

  it.each<[string, NonNullable<CheckInput['libvirtTls']>, string]>([
    ['one that takes migrations', { certificate: 'ready', accepts: true }, 'pass'],
    ['one that listens to nobody yet', { certificate: 'ready', accepts: false }, 'warn'],
    ['one without a certificate', { certificate: 'missing', accepts: false }, 'warn'],
    ['one with an authority of its own', { certificate: 'foreign', accepts: false }, 'warn'],
  ])('tell of a libvirtd: %s', (_, libvirtTls, is) => expect(level({ libvirtTls })['libvirt_tls']).toBe(is))

  it('have words for the page, of the sentence and of the hint', () => {
    const checks = hostChecks({ ...good, freeDiskMiB: 2048, flags: [], acceleration: { kvm: false, reason: 'no', wording: { code: 'kvm_missing', params: {} } }, libvirtTls: { certificate: 'ready', accepts: false } })
    expect(checks.filter(({ reason }) => !reason)).toEqual([])
    expect(checks.filter(({ hint, hintReason }) => (hint === '') === (hintReason !== undefined))).toEqual([])
    expect(checks.find(({ code }) => code === 'disk_space')).toMatchObject({ reason: { code: 'host_disk_short', params: { free: '2.0 GiB' } }, hintReason: { code: 'hint_add_disk' } })
    expect(checks.find(({ code }) => code === 'libvirt_tls')).toMatchObject({ reason: { code: 'listener_off' }, hintReason: { code: 'hint_listener' } })
    expect(hostChecks(good).find(({ code }) => code === 'acceleration')?.reason).toBeUndefined()
  })

  it('name the BIOS where extensions are present but unusable', () => {
    const checks = hostChecks({ ...good, devKvm: 'missing', modules: [], acceleration: { kvm: false, reason: 'no' } })
    expect(checks.find(({ code }) => code === 'firmware_virtualization')).toMatchObject({
      level: 'warn',
      source: '1-03',
      hint: expect.stringMatching(/VT-x.*BIOS/),
    })
    expect(checks.find(({ code }) => code === 'kvm_module')).toMatchObject({ level: 'fail', hint: 'Load it: modprobe kvm_intel' })
  })

  it('fail without extensions, but only warn where KVM works all the same (Z-01)', () => {
    const none = { flags: [], vendor: 'AuthenticAMD', modules: ['kvm', 'kvm_pvm'] }
    expect(level({ ...none, acceleration: { kvm: false, reason: 'no' } })).toEqual({
      ...all,
      cpu_virtualization: 'fail',
      firmware_virtualization: 'warn',
      kvm_module: 'fail',
      acceleration: 'warn',
    })
    expect(level(none)).toEqual({ ...all, cpu_virtualization: 'warn', kvm_module: 'warn' })
  })
})

describe('virt-host-validate', () => {
  it('in plain words, with its own remark as hint', () => {
    const checks = parseHostValidate(fixture('virt-host-validate-emulated.txt'))
    expect(checks).toHaveLength(11)
    expect(checks[0]).toEqual({
      code: 'validate_hardware_virtualization',
      reason: { code: 'hardware_virtualization_not', params: {} },
      source: 'virt-host-validate',
      level: 'fail',
      text: 'The processor offers no hardware virtualization: machines run in software emulation.',
      hint: expect.stringContaining('Host not compatible with KVM'),
    })
    expect(new Set(checks.map(({ code }) => code)).size).toBe(11)
  })

  it('with colours, and with checks nobody knew yet', () => {
    const checks = parseHostValidate(fixture('virt-host-validate-kvm.txt'))
    expect(checks.map(({ level }) => level)).toEqual(['pass', 'pass', 'pass', 'pass', 'warn', 'warn'])
    expect(checks[5]).toMatchObject({ code: 'validate_something_new', text: 'something new: no.', hint: 'look here' })
  })
})
