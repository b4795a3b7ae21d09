import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { OfferKind } from '@/server/contract/agent/capabilities'
import type { HardwareInput } from '@/server/contract/hardware/hardware'
import { NicOptions } from '@/server/contract/hardware/nic'
import { parseCombinations, parseOffers } from '@/server/domain/host/capabilities'
import { lacks } from './lacks'
import { everyQemuDevice, parseDeviceHelp } from './qemu-devices'
import { offering, wish } from './testing'

const fixture = (name: string): string => readFileSync(join(import.meta.dirname, '../host/fixtures', name), 'utf8')
const told = parseOffers(fixture('domain-capabilities.xml'), everyQemuDevice)
const codes = (...[machine, host]: Parameters<typeof lacks>): string[] => lacks(machine, host).map(({ code }) => code)

const rich: HardwareInput = {
  firmware: { secureBoot: true }, graphics: { spice: {} }, video: { model: 'qxl' }, channels: { spiceAgent: true }, usb: { redirections: 1 },
  sound: { model: 'ich9' }, watchdog: {}, tpm: {}, panic: {}, smartcard: { mode: 'client' }, input: { tablet: 'virtio', keyboard: 'usb' },
  cdroms: [{ target: 'sda' }], floppies: [{}], hostDevices: [{ type: 'usb', vendor: '0x1234', product: '0xbeef' }],
}

describe('what libvirt and QEMU tell', () => {
  it('is read by architecture, machine type and acceleration', () => {
    const combinations = parseCombinations(fixture('capabilities.xml'))
    expect(combinations).toContainEqual({ arch: 'x86_64', machine: 'q35', virtType: 'qemu', emulator: '/usr/bin/qemu-system-x86_64' })
    expect(new Set(combinations.map(({ machine }) => machine))).toEqual(new Set(['q35', 'pc']))
  })

  it('has what is there, nothing of what is not supported, and leaves out what is not told', () => {
    expect(told).toMatchObject({ firmware: ['efi'], graphics: expect.arrayContaining(['vnc', 'spice']), tpmVersion: ['1.2', '2.0'], passthrough: [] })
    expect(told.cpuMode).toEqual(['maximum', 'host-model', 'custom'])
    expect(told.cpuModel).toContain('Icelake-Server')
    expect(told.usableCpuModel).not.toContain('Icelake-Server')
    expect(parseOffers("<domainCapabilities><devices><tpm supported='no'/></devices></domainCapabilities>", null)).toEqual({ tpmModel: [], tpmBackend: [], tpmVersion: [] })
  })

  it('names of QEMU’s devices are those that machines can ask for', () => {
    expect(parseDeviceHelp('Watchdog devices:\nname "i6300esb", bus PCI\nname "ib700", bus ISA\nname "tpci200", bus PCI\n')).toEqual(['i6300esb', 'ib700'])
  })
})

describe('what a host lacks', () => {
  it('is nothing where the host offers all of it, or says nothing', () => {
    expect(codes(wish(rich, { firmware: 'uefi' }), offering(told))).toEqual([])
    expect(codes(wish(rich), { kvm: false, capabilities: [], hugePagesKiB: null })).toEqual([])
    expect(codes(wish(rich), offering({}))).toEqual([])
    expect(codes({ ...wish(rich), keepHardware: true }, offering({ graphics: [] }))).toEqual([])
  })

  const cases: [string, OfferKind, HardwareInput, string][] = [
    ['lacks_graphics', 'graphics', { graphics: { vnc: null, spice: {} } }, 'hardware.graphics.spice'],
    ['lacks_video', 'video', { video: { model: 'qxl' } }, 'hardware.video.model'],
    ['lacks_spice_agent', 'channel', { graphics: { spice: {} }, channels: { spiceAgent: true } }, 'hardware.channels.spiceAgent'],
    ['lacks_redirection', 'redirection', { graphics: { spice: {} }, usb: { redirections: 1 } }, 'hardware.usb.redirections'],
    ['lacks_secure_boot', 'secureBoot', { firmware: { secureBoot: true } }, 'hardware.firmware.secureBoot'],
    ['lacks_uefi', 'firmware', {}, 'firmware'],
    ['lacks_cpu_mode', 'cpuMode', { cpu: { mode: 'host-model' } }, 'hardware.cpu.mode'],
    ['lacks_cpu_model', 'cpuModel', { cpu: { mode: 'custom', model: 'EPYC' } }, 'hardware.cpu.model'],
    ['lacks_disk_bus', 'diskBus', {}, 'disks.d1.bus'],
    ['lacks_usb_passthrough', 'hostDevice', { hostDevices: [{ type: 'usb', vendor: '0x1234', product: '0xbeef' }] }, 'hardware.hostDevices.0.type'],
    ['lacks_vfio', 'passthrough', { hostDevices: [{ type: 'pci', address: '0000:3b:00.1' }] }, 'hardware.hostDevices.0.type'],
    ['lacks_rng', 'rng', {}, 'hardware.rng'],
    ['lacks_tpm', 'tpmBackend', { tpm: {} }, 'hardware.tpm.backend'],
    ['lacks_tpm_model', 'tpmModel', { tpm: {} }, 'hardware.tpm.model'],
    ['lacks_tpm_version', 'tpmVersion', { tpm: {} }, 'hardware.tpm.version'],
  ]
  it.each(cases)('%s', (code, kind, hardware, field) => {
    const machine = wish(hardware, { firmware: 'uefi' })
    expect(lacks(machine, offering({ ...told, passthrough: ['vfio'] }))).toEqual([])
    expect(lacks(machine, offering({ ...told, passthrough: ['vfio'], [kind]: [] }))).toContainEqual(expect.objectContaining({ code, field }))
  })

  it('is every Hyper-V feature of the form that libvirt does not list', () => {
    const hyperv = { relaxed: true, vapic: true, spinlocks: 8191, vpindex: true, runtime: true, synic: true, stimer: true, reset: true, frequencies: true, tlbflush: true, ipi: true }
    const machine = wish({ features: { hyperv } })
    const fields = (...[of, host]: Parameters<typeof lacks>) => lacks(of, host).map(({ field, code }) => [field.replace('hardware.features.hyperv.', ''), code])
    expect(told.hyperV).toEqual(['spinlocks', 'vendor_id'])
    // libvirt starts a machine without the first two, so that Windows runs in emulation.
    expect(fields(machine, offering(told))).toEqual(['vpindex', 'runtime', 'synic', 'stimer', 'reset', 'frequencies', 'tlbflush', 'ipi'].map((name) => [name, 'lacks_hyperv']))
    const kvm = { ...offering({}), kvm: true, capabilities: [{ arch: 'x86_64', machine: 'q35', virtType: 'kvm' as const, offers: { hyperV: [] } }] }
    expect(new Set(fields(machine, kvm).map(([name]) => name))).toEqual(new Set(Object.keys(hyperv)))
    expect(codes(machine, offering({}))).toEqual([])
  })

  it('is every device that QEMU was built without', () => {
    const machine = wish({ ...rich, vsock: {} }, { firmware: 'uefi', nics: [{ id: 'n1', model: 'e1000', options: NicOptions.parse({}) }] })
    expect(codes(machine, offering({ ...told, device: [] }))).toEqual([
      'lacks_watchdog', 'lacks_panic', 'lacks_vsock', 'lacks_nic', 'lacks_sound', 'lacks_smartcard', 'lacks_usb', 'lacks_input', 'lacks_input',
    ])
  })

  it('is judged for the machine that “automatic” comes to there', () => {
    const kvm = { kvm: true, capabilities: [{ arch: 'x86_64', machine: 'q35', virtType: 'kvm' as const, offers: { cpuMode: ['custom'] } }], hugePagesKiB: [] }
    expect(codes(wish(), kvm)).toEqual(['lacks_cpu_mode'])
    expect(codes(wish({}, { virtType: 'qemu' }), kvm)).toEqual(['lacks_kvm'])
    expect(lacks(wish({}, { virtType: 'kvm' }), offering(told))).toEqual([{ field: 'virtType', code: 'lacks_kvm', params: { type: 'kvm' }, text: 'has no KVM' }])
    expect(codes(wish({ machine: { type: 'pc' } }), offering(told))).toEqual(['lacks_machine'])
    expect(codes(wish({ machine: { arch: 'aarch64' } }), offering(told))).toEqual(['lacks_arch'])
  })

  it('a processor that the host’s own is not is refused by KVM alone, unless features are taken out of it', () => {
    const cpu = { mode: 'custom', model: 'Icelake-Server' } as const
    const kvm = { ...offering({}), kvm: true, capabilities: [{ arch: 'x86_64', machine: 'q35', virtType: 'kvm' as const, offers: told }] }
    expect(codes(wish({ cpu }), kvm)).toEqual(['lacks_cpu_model'])
    expect(codes(wish({ cpu: { ...cpu, features: [{ name: 'rtm', policy: 'disable' }] } }), kvm)).toEqual([])
    expect(codes(wish({ cpu }), offering(told))).toEqual([])
  })

  it('is a size of huge pages without a pool', () => {
    expect(codes(wish({ memory: { hugePagesKiB: 2048 } }), offering(told))).toEqual(['lacks_huge_pages'])
    expect(codes(wish({ memory: { hugePagesKiB: 2048 } }), { ...offering(told), hugePagesKiB: [2048] })).toEqual([])
  })
})
