import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { VmSpec } from '@/server/contract/agent/vm'
import { elements, text } from '@/server/domain/xml/element'
import type { Element } from '@/server/domain/xml/element'
import { parseXml } from '@/server/domain/xml/parse'
import { checkHardware } from '../hardware/check'
import { merge } from '../hardware/merge'
import { checkStratovirtName } from '../stratovirt'
import { vmActionNames, vmStatuses } from '@/server/contract/api/vm'
import { vmAction } from '../lifecycle'
import { stratovirtRefusal } from '../stratovirt-actions'
import { stratovirtHardware } from '../stratovirt-hardware'
import { buildStratovirt } from './stratovirt'

const id = '00000000-0000-4000-8000-000000000001'
const spec = (arch: 'x86_64' | 'aarch64'): VmSpec => {
  const hardware = merge(stratovirtHardware(arch, '/path/to/pflash', '/path/to/standard_vm_kernel'), {
    iothreads: 1, memory: { hugePagesKiB: 1_048_576 }, vsock: { cid: 3 }, rng: { source: '/path/to/random_file', rate: { bytes: 1234, periodMs: 1000 } },
    firmware: { nvram: arch === 'x86_64' ? '/path/to/OVMF_VARS' : null },
    boot: { kernel: { path: '/path/to/standard_vm_kernel', initrd: null, commandLine: `console=${arch === 'aarch64' ? 'ttyAMA0' : 'hvc0'} root=/dev/vda reboot=k panic=1 rw` } },
  })
  return VmSpec.parse({
    id, name: 'StratoVirt', instanceId: id, generation: 1, memoryMiB: 8192, vcpus: 4, virtType: 'kvm', firmware: 'uefi', hardware,
    disks: [{ id, path: '/path/to/rootfs', format: 'raw', bus: 'virtio', target: 'hda', options: { iothread: 1, limits: { totalIops: 1000 } } }],
    nics: [{ id, mac: 'de:ad:be:ef:00:01', model: 'virtio', network: 'lan' }],
  })
}

/** Without comments; the order of children says nothing but among equals. */
const plain = (node: Element): unknown => ({
  name: node.name, attributes: node.attributes, text: elements(node).length === 0 ? text(node) : '',
  children: elements(node).map((child) => JSON.stringify(plain(child))).sort(),
})

it.each(['x86_64', 'aarch64'] as const)('the XML for %s equals the example of the document', (arch) => {
  const example = parseXml(readFileSync(new URL(`golden/stratovirt-${arch === 'aarch64' ? 'arm' : 'x86'}.xml`, import.meta.url), 'utf8'))
  const built = buildStratovirt(spec(arch), { emulator: '/path/to/StratoVirt_binary_file', bridgeOf: () => 'qbr0' })
  expect(plain(built)).toEqual(plain(example))
})

describe('the limits of StratoVirt', () => {
  // The document names its virtio disk hda; Atrium's own are vda.
  const wish = (arch: 'x86_64' | 'aarch64', change: Parameters<typeof merge<VmSpec['hardware']>>[1] = {}, disks = spec(arch).disks.map((disk) => ({ ...disk, target: 'vda' }))) =>
    ({ ...spec(arch), hardware: merge(spec(arch).hardware, change), disks })
  const codes = (machine: VmSpec) => checkHardware(machine).map(({ code }) => code)

  it('leave the machine of the document', () => {
    expect([codes(wish('x86_64')), codes(wish('aarch64'))]).toEqual([[], []])
  })

  it.each<[string, Parameters<typeof merge<VmSpec['hardware']>>[1], string]>([
    ['a topology', { cpu: { topology: { sockets: 4, dies: 1, cores: 1, threads: 1 } } }, 'sv_topology'],
    ['another machine type', { machine: { type: 'pc' } }, 'sv_machine'],
    ['no ACPI', { features: { acpi: false } }, 'sv_acpi'],
    ['no pflash image', { firmware: { loader: null } }, 'sv_loader'],
    ['another period of the rng', { rng: { source: '/dev/random', rate: { bytes: 1, periodMs: 500 } } }, 'sv_rng'],
    ['a screen', { graphics: { vnc: { listen: 'socket', address: '127.0.0.1', port: null } } }, 'sv_absent'],
    ['a second console', { serial: { ports: [{ type: 'pty', path: null }, { type: 'pty', path: null }] } }, 'sv_console'],
  ])('refuse %s', (_, change, code) => {
    expect(codes(wish('x86_64', change))).toContain(code)
  })

  it('refuse qcow2, other buses and other cards', () => {
    const [disk] = wish('x86_64').disks
    expect(codes(wish('x86_64', {}, [{ ...disk!, format: 'qcow2' }]))).toContain('sv_disk_format')
    expect(codes(wish('x86_64', {}, [{ ...disk!, bus: 'scsi', target: 'sda' }]))).toContain('sv_disk_bus')
    expect(codes({ ...wish('x86_64'), nics: [{ ...wish('x86_64').nics[0]!, model: 'e1000' }] })).toContain('sv_nic')
    expect(codes(wish('aarch64', { features: { gic: null } }))).toContain('sv_gic')
  })

  it('and of actions it has few', () => {
    expect([stratovirtRefusal('start'), stratovirtRefusal('suspend'), stratovirtRefusal('shutdown'), stratovirtRefusal('reboot')].map((reason) => reason === null)).toEqual([true, true, false, false])
    expect([checkStratovirtName('a:b_c-1'), checkStratovirtName('a.b')?.code]).toEqual([null, 'sv_name'])
  })
})

it('greys whatever StratoVirt does not know, in each state, with the reason (SV-2)', () => {
  const host = { name: 'h1', status: 'up' as const, libvirt: 'up' as const }
  const limited = ['runOnce', 'shutdown', 'reboot', 'reset', 'save', 'discardSaved', 'migrate']
  for (const action of vmActionNames) {
    const reasons = vmStatuses.map((status) => vmAction(action, { status, external: false, host, job: null, hypervisor: 'stratovirt' }).reason?.code)
    if (action === 'adopt') continue
    expect([action, reasons.every((code) => code === 'stratovirt_action'), reasons.includes('stratovirt_action')]).toEqual([action, limited.includes(action), limited.includes(action)])
    // The same machine of QEMU's is judged by its state alone.
    expect(vmStatuses.map((status) => vmAction(action, { status, external: false, host, job: null, hypervisor: 'qemu' }).reason?.code)).not.toContain('stratovirt_action')
  }
})
