import { describe, expect, it } from 'vitest'
import { VmSpec } from '@/server/contract/agent/vm'
import { buildXml } from '@/server/domain/xml/build'
import { attr, changeChild, element, find, findAll, setChild, text, withChildren } from '@/server/domain/xml/element'
import { parseXml } from '@/server/domain/xml/parse'
import { buildDomain } from './domain'
import { editDomain } from './edit'
import { accelerator } from './machine'
import { parseOwnership } from './metadata'
import { viewDomain } from './observe'
import { parseHardware } from './read'

const uuid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
const disk = { id: uuid(10), path: '/srv/a/images/10.qcow2', format: 'qcow2', bus: 'virtio', target: 'vda' }
const nic = { id: uuid(20), mac: '52:54:00:00:00:01', model: 'virtio', network: 'ovirtmgmt' }
const spec = (change: Record<string, unknown> = {}): VmSpec =>
  VmSpec.parse({ id: uuid(1), name: 'web1', instanceId: uuid(2), generation: 3, memoryMiB: 192, vcpus: 2, disks: [disk], nics: [nic], ...change })

const cases: Record<string, { spec: VmSpec; runBy: 'kvm' | 'qemu' }> = {
  'tiny-emulated': { spec: spec(), runBy: 'qemu' },
  'uefi-kvm': { spec: spec({ firmware: 'uefi', description: 'Mail & <web>\nsecond line', nics: [] }), runBy: 'kvm' },
  'all-buses': {
    spec: spec({
      disks: [
        disk,
        { ...disk, id: uuid(11), target: 'sda', bus: 'sata', format: 'raw' },
        { ...disk, id: uuid(12), target: 'sdb', bus: 'scsi', options: { readOnly: true } },
      ],
      nics: [nic, { ...nic, id: uuid(21), mac: '52:54:00:00:00:02', model: 'e1000', network: null }],
    }),
    runBy: 'qemu',
  },
  'ide-on-pc': { spec: spec({ disks: [{ ...disk, bus: 'ide', target: 'hda' }] }), runBy: 'qemu' },
}

describe('the XML of a new machine', () => {
  it.each(Object.keys(cases))('%s', async (name) => {
    const { spec: wanted, runBy } = cases[name] as (typeof cases)[string]
    await expect(buildXml(buildDomain(wanted, runBy))).toMatchFileSnapshot(`golden/${name}.xml`)
  })

  it.each(Object.keys(cases))('%s is left as it is by an edit to the same specification', (name) => {
    const { spec: wanted, runBy } = cases[name] as (typeof cases)[string]
    const built = buildDomain(wanted, runBy)
    expect(buildXml(editDomain(parseXml(buildXml(built)), wanted, runBy))).toBe(buildXml(built))
  })

  it('refuses a control character in a name', () => {
    expect(() => buildXml(buildDomain(spec({ name: 'a\u0007' }), 'qemu'))).toThrow(/control character U\+0007/)
  })
})

describe('a machine whose hardware was never read', () => {
  it('keeps all that it has, while its size follows', () => {
    const rich = spec({ hardware: { tpm: {}, sound: { model: 'ich9' }, video: { model: 'qxl' }, customProperties: { hook: 'on' } } })
    const existing = buildDomain(rich, 'qemu')
    const edited = editDomain(existing, spec({ keepHardware: true, memoryMiB: 256, generation: 4 }), 'qemu')
    expect(parseHardware(edited)).toEqual(parseHardware(existing))
    expect(findAll(edited, 'devices/tpm')).toHaveLength(1)
    expect(viewDomain(edited).memoryMiB).toBe(256)
    // Without the mark the ordinary machine is what is wanted.
    expect(findAll(editDomain(existing, spec({ generation: 4 }), 'qemu'), 'devices/tpm')).toHaveLength(0)
  })
})

describe('an edit of an existing machine', () => {
  const foreign = parseXml(`<domain type="kvm" xmlns:qemu="http://libvirt.org/schemas/domain/qemu/1.0"><name>legacy</name><uuid>${uuid(1)}</uuid>
    <metadata><libosinfo:libosinfo xmlns:libosinfo="http://libosinfo.org/xmlns/libvirt/domain/1.0"/></metadata>
    <memory>262144</memory><currentMemory>131072</currentMemory><vcpu placement="static" current="1">4</vcpu><cpu mode="host-model"><topology sockets="4" cores="1" threads="1"/></cpu>
    <os><type arch="x86_64" machine="pc-q35-7.2">hvm</type><boot dev="network"/></os>
    <devices>
      <disk type="file" device="disk"><driver name="qemu" type="raw" queue_size="256"/><source file="/old.img"/><target dev="vda" bus="virtio"/><address type="pci" slot="0x05"/></disk>
      <disk type="file" device="cdrom"><target dev="sdz" bus="sata"/><readonly/></disk>
      <interface type="bridge"><mac address="52:54:00:00:00:01"/><source bridge="br0"/><model type="e1000"/><address type="pci" slot="0x06"/></interface>
      <hostdev mode="subsystem" type="pci"/><tpm model="tpm-crb"/>
    </devices><qemu:commandline><qemu:arg value="-x"/></qemu:commandline></domain>`)

  const hardware = parseHardware(foreign)

  it('keeps everything that Atrium does not model', () => {
    const edited = editDomain(foreign, spec({ memoryMiB: 256, vcpus: 1, hardware: { ...hardware, cdroms: [] }, disks: [], nics: [] }), 'kvm')
    expect(find(edited, 'devices')).toEqual(find(foreign, 'devices'))
    expect(find(edited, 'qemu:commandline')).toEqual(find(foreign, 'qemu:commandline'))
    expect([text(edited, 'memory'), text(edited, 'currentMemory'), find(edited, 'vcpu'), find(edited, 'cpu')]).toEqual([
      '262144',
      '131072',
      find(foreign, 'vcpu'),
      find(foreign, 'cpu'),
    ])
    expect(find(edited, 'metadata/libosinfo:libosinfo')).not.toBeNull()
    expect(parseOwnership(edited)).toEqual({ instanceId: uuid(2), generation: 3 })
  })

  it('changes disk and card in place and keeps their addresses and tuning', () => {
    const edited = editDomain(foreign, spec({ hardware }), 'kvm')
    const [first] = findAll(edited, 'devices/disk')
    expect(first && [attr(first, 'file', 'source'), attr(first, 'type', 'driver'), attr(first, 'queue_size', 'driver'), attr(first, 'slot', 'address')]).toEqual([
      disk.path,
      'qcow2',
      '256',
      '0x05',
    ])
    const [card] = findAll(edited, 'devices/interface')
    expect(card && [attr(card, 'type'), attr(card, 'network', 'source'), attr(card, 'type', 'model'), attr(card, 'slot', 'address')]).toEqual([
      'network',
      'ovirtmgmt',
      'virtio',
      '0x06',
    ])
    expect(findAll(edited, 'devices/disk').map((each) => attr(each, 'dev', 'target'))).toEqual(['vda', 'sdz'])
  })

  it('removes what Atrium added and no longer wants, and nothing else', () => {
    const added = editDomain(foreign, spec({ hardware, disks: [disk, { ...disk, id: uuid(11), target: 'vdb' }] }), 'kvm')
    expect(findAll(added, 'devices/disk')).toHaveLength(3)
    const removed = editDomain(added, spec({ hardware, disks: [disk], nics: [] }), 'kvm')
    expect(findAll(removed, 'devices/disk').map((each) => attr(each, 'dev', 'target'))).toEqual(['vda', 'sdz'])
    expect(findAll(removed, 'devices/interface')).toEqual([])
  })

  it('unplugs a card and plugs it in again', () => {
    const unplugged = editDomain(foreign, spec({ nics: [{ ...nic, network: null }] }), 'kvm')
    const [off] = findAll(unplugged, 'devices/interface')
    expect(off && [attr(off, 'type'), attr(off, 'state', 'link'), find(off, 'source')]).toEqual(['ethernet', 'down', null])
    const [on] = findAll(editDomain(unplugged, spec(), 'kvm'), 'devices/interface')
    expect(on && [attr(on, 'type'), find(on, 'link'), attr(on, 'network', 'source')]).toEqual(['network', null, 'ovirtmgmt'])
  })

  it('gives up a disk address when the bus changes', () => {
    const edited = editDomain(foreign, spec({ disks: [{ ...disk, bus: 'sata', target: 'vda' }] }), 'kvm')
    expect(find(edited, 'devices/disk/address')).toBeNull()
  })

  it('replaces memory, vCPUs, topology and accelerator', () => {
    const edited = editDomain(foreign, spec({ memoryMiB: 512, vcpus: 3 }), 'qemu')
    expect(viewDomain(edited)).toMatchObject({ memoryMiB: 512, vcpus: 3, virtType: 'qemu' })
    expect([text(edited, 'cpu/model'), attr(edited, 'cores', 'cpu/topology'), attr(edited, 'current', 'vcpu'), attr(edited, 'placement', 'vcpu')]).toEqual([
      'Nehalem',
      '3',
      null,
      'static',
    ])
  })

  it('changes the firmware and keeps machine type and boot order', () => {
    const uefi = editDomain(foreign, spec({ hardware, firmware: 'uefi' }), 'kvm')
    expect([attr(uefi, 'firmware', 'os'), attr(uefi, 'machine', 'os/type'), attr(uefi, 'dev', 'os/boot')]).toEqual(['efi', 'pc-q35-7.2', 'network'])
    expect(find(editDomain(uefi, spec({ hardware }), 'kvm'), 'os')).toEqual(find(foreign, 'os'))
  })

  it('keeps the file of the firmware’s variables, which libvirt has named after what the machine was called then', () => {
    const nvram = element('nvram', {}, '/var/lib/libvirt/qemu/nvram/its-first-name_VARS.fd')
    for (const loader of [null, '/srv/fw.fd']) {
      const uefi = spec({ firmware: 'uefi', hardware: { firmware: { loader } } })
      const defined = changeChild(buildDomain(uefi, 'qemu'), 'os', os => setChild(os, 'nvram', nvram))
      expect(parseHardware(defined).firmware.nvram).toBeNull()
      const edited = editDomain(defined, { ...uefi, name: 'renamed', hardware: { ...uefi.hardware, boot: { ...uefi.hardware.boot, menuTimeoutMs: 3000 } } }, 'qemu')
      expect([text(edited, 'os/nvram'), attr(edited, 'timeout', 'os/bootmenu')]).toEqual(['/var/lib/libvirt/qemu/nvram/its-first-name_VARS.fd', '3000'])
      expect(text(editDomain(defined, { ...uefi, firmware: 'bios' }, 'qemu'), 'os/nvram')).toBeNull()
    }
  })

  it('refuses an IDE disk where there is no IDE controller', () => {
    expect(() => editDomain(foreign, spec({ disks: [{ ...disk, bus: 'ide' }] }), 'kvm')).toThrow(/no IDE controller/)
  })

  it.each(['sata', 'ide'])('refuses a read-only disk on the bus %s', (bus) => {
    expect(() => buildDomain(spec({ disks: [{ ...disk, bus, options: { readOnly: true } }] }), 'qemu')).toThrow(/cannot be read-only/)
  })

  it('is a fixed point', () => {
    const once = editDomain(foreign, spec(), 'qemu')
    expect(editDomain(once, spec(), 'qemu')).toEqual(once)
  })
})

describe('what is read from live XML', () => {
  const live = (devices: string) =>
    viewDomain(parseXml(`<domain type="qemu"><name>a</name><uuid>${uuid(1)}</uuid><memory unit="KiB">1048576</memory><devices>${devices}</devices></domain>`))

  it.each([
    ['<graphics type="vnc" socket="/run/a/vnc.sock"><listen type="socket" socket="/run/a/vnc.sock"/></graphics>', { path: '/run/a/vnc.sock' }],
    ['<graphics type="vnc"><listen type="socket" socket="/run/b.sock"/></graphics>', { path: '/run/b.sock' }],
    ['<graphics type="vnc" port="5901" listen="0.0.0.0"><listen type="address" address="0.0.0.0"/></graphics>', { host: '127.0.0.1', port: 5901 }],
    ['<graphics type="vnc" port="5902" listen="10.0.0.1"/>', { host: '10.0.0.1', port: 5902 }],
    ['<graphics type="vnc" port="-1" autoport="yes"/>', null],
    ['<graphics type="spice" port="5900"/>', null],
  ])('%s', (xml, vnc) => {
    expect(live(xml).vnc).toEqual(vnc)
  })

  it('memory in any unit, and defaults', () => {
    expect(live('')).toMatchObject({ memoryMiB: 1024, vcpus: 1, serial: false, agentConnected: false })
  })

  it('the state of the guest agent', () => {
    const channel = (state: string) => `<channel type="unix"><target type="virtio" name="org.qemu.guest_agent.0" state="${state}"/></channel>`
    expect([live(channel('connected')).agentConnected, live(channel('disconnected')).agentConnected]).toEqual([true, false])
  })

  it('ownership under any prefix, and only with a whole mark', () => {
    const marked = (mark: string) => parseOwnership(parseXml(`<domain><metadata>${mark}</metadata></domain>`))
    expect(marked(`<x:vm xmlns:x="https://atrium.example/xmlns/vm/1" instance="${uuid(2)}" generation="7"/>`)).toEqual({ instanceId: uuid(2), generation: 7 })
    expect(marked(`<x:vm xmlns:x="https://elsewhere.example/" instance="${uuid(2)}" generation="7"/>`)).toBeNull()
    expect(marked(`<x:vm xmlns:x="https://atrium.example/xmlns/vm/1" instance="${uuid(2)}"/>`)).toBeNull()
    expect(parseOwnership(withChildren(element('domain'), []))).toBeNull()
  })
})

describe('auto', () => {
  it('is KVM only where KVM works', () => {
    expect([accelerator('auto', true), accelerator('auto', false), accelerator('kvm', false), accelerator('qemu', true)]).toEqual([
      'kvm',
      'qemu',
      'kvm',
      'qemu',
    ])
  })
})
