import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { Hardware } from '@/server/contract/hardware/hardware'
import { buildXml } from '@/server/domain/xml/build'
import type { Element } from '@/server/domain/xml/element'
import { withDevices } from './definition'
import { readLibvirt } from './libvirt'
import { readOvf } from './ovf'
import { guestOs } from './guest-os'
import { readVmx } from './vmx'
import type { ForeignMachine } from './foreign'

const sample = (name: string): string => readFileSync(new URL(`./samples/${name}`, import.meta.url), 'utf8')
const bad = ({ disks }: ForeignMachine) => disks.map(({ problem }) => problem?.code ?? null)
const codes = ({ findings }: ForeignMachine, severity: string) => findings.filter(finding => finding.severity === severity).map(({ code }) => code)

describe('a machine of VMware (.vmx)', () => {
  it('of Linux on ESXi 7', () => {
    const machine = readVmx(sample('esxi7-linux.vmx'))
    expect(machine).toMatchObject({ name: 'web prod (old)', description: 'shop front end\nowner: ops', os: 'debian11', family: 'linux', memoryMiB: 8192, vcpus: 4, firmware: 'bios', cdroms: 1 })
    expect(machine.disks).toEqual([
      { key: 'scsi0:0', file: 'web-prod.vmdk', bus: 'sata', controller: 'SCSI (pvscsi)', problem: null },
      { key: 'scsi0:1', file: 'web-prod_1.vmdk', bus: 'sata', controller: 'SCSI (pvscsi)', problem: null },
    ])
    expect(machine.nics).toEqual([
      { key: 'ethernet0', network: 'VM Network', model: 'vmxnet3', mac: '00:50:56:9a:41:07' },
      { key: 'ethernet1', network: 'DMZ "outer"', model: 'vmxnet3', mac: '00:50:56:00:10:20' },
    ])
    expect([codes(machine, 'error'), codes(machine, 'warning')]).toEqual([[], ['import_bus', 'import_ports', 'import_passthrough']])
  })

  it('of Windows with UEFI, Secure Boot, a TPM, a snapshot and something unknown', () => {
    const machine = readVmx(sample('esxi7-windows.vmx'))
    expect(machine).toMatchObject({ name: 'DC01', os: 'win2k19', family: 'windows', memoryMiB: 16_384, vcpus: 8, firmware: 'uefi', hardware: { firmware: { secureBoot: true }, tpm: {}, clock: { offset: 'localtime' } } })
    expect(machine.disks.map(({ key, file, bus }) => [key, file, bus])).toEqual([['nvme0:0', 'DC01_data.vmdk', 'sata'], ['scsi0:0', 'DC01-000002.vmdk', 'sata']])
    expect(machine.nics).toMatchObject([{ model: 'e1000e', network: 'LAN', mac: '00:0c:29:1f:77:10' }])
    expect([codes(machine, 'error'), bad(machine)]).toEqual([[], [null, 'import_snapshot']])
    expect(codes(machine, 'warning')).toEqual(['import_tpm', 'import_elsewhere', 'import_bus', 'import_unknown'])
    expect(Hardware.safeParse(machine.hardware).success).toBe(true)
  })

  it('that is encrypted, of devices of its host, or of rubbish', () => {
    expect(codes(readVmx('encryption.keySafe = "vmware:key/list/(pair/(null/x))"'), 'error')).toEqual(['import_encrypted'])
    expect(bad(readVmx('scsi0:0.present = "TRUE"\nscsi0:0.deviceType = "rawDisk"\nscsi0:0.fileName = "/dev/sda"'))).toEqual(['import_device'])
    expect(readVmx('\u0000\u0001 nonsense')).toMatchObject({ name: '', memoryMiB: null, vcpus: 1, disks: [], nics: [] })
    expect(readVmx('memsize = "-5"\nethernet0.present = "TRUE"\nethernet0.address = "01:00:00:00:00:00"')).toMatchObject({ memoryMiB: null, nics: [{ mac: null }] })
  })
})

describe('an OVF', () => {
  it('of VirtualBox', () => {
    const machine = readOvf(sample('virtualbox.ovf'))
    expect(machine).toMatchObject({ name: 'build', description: 'nightly builds', family: 'linux', memoryMiB: 2048, vcpus: 2, firmware: 'uefi', cdroms: 1, findings: [] })
    expect(machine.disks).toEqual([{ key: 'vmdisk1', file: 'build-disk001.vmdk', bus: 'sata', controller: 'SATA (AHCI)', problem: null }])
    expect(machine.nics).toMatchObject([{ network: 'NAT', model: 'e1000' }])
  })

  it('of VMware ovftool', () => {
    const machine = readOvf(sample('ovftool-windows.ovf'))
    expect(machine).toMatchObject({ name: 'App server №7', os: 'win2k19', memoryMiB: 6144, vcpus: 4, firmware: 'uefi', hardware: { firmware: { secureBoot: true } } })
    expect(machine.disks.map(({ key, file, controller }) => [key, file, controller])).toEqual([['vmdisk1', 'app-disk1.vmdk', 'SCSI (lsilogicsas)'], ['vmdisk2', 'app-disk2.vmdk.gz', 'SCSI (lsilogicsas)']])
    expect(machine.nics).toMatchObject([{ network: 'Production', model: 'vmxnet3' }])
    expect([codes(machine, 'error'), codes(machine, 'warning')]).toEqual([[], ['import_bus', 'import_unknown']])
    expect(bad(machine)).toEqual([null, 'import_compressed'])
  })

  it('of several machines or none is told apart, and entities are refused', () => {
    const system = '<VirtualSystem id="a"/>'
    expect(codes(readOvf(`<Envelope><VirtualSystemCollection>${system}${system}</VirtualSystemCollection></Envelope>`), 'error')).toEqual(['import_several'])
    expect(codes(readOvf('<Envelope/>'), 'error')).toEqual(['import_no_machine'])
    expect(() => readOvf('<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/shadow">]><Envelope/>')).toThrow(/document type/)
  })
})

describe('a domain of libvirt', () => {
  const machine = readLibvirt(sample('libvirt.xml'))

  it('keeps what the machine is', () => {
    expect(machine).toMatchObject({ name: 'db', os: 'debian12', family: 'linux', memoryMiB: 4096, vcpus: 2, firmware: 'uefi', cdroms: 1, hardware: { machine: { type: 'q35' }, video: { model: 'virtio' } } })
    expect(machine.disks).toMatchObject([{ key: 'vda', file: 'db.qcow2', bus: 'virtio', controller: 'VIRTIO' }, { key: 'vdb', file: null, bus: 'virtio', problem: { code: 'import_source' } }])
    expect(machine.nics.map(({ network, model, mac }) => [network, model, mac])).toEqual([['default', 'virtio', '52:54:00:6b:3c:58'], ['', 'e1000e', '52:54:00:6b:3c:59']])
    expect([codes(machine, 'error'), codes(machine, 'warning')]).toEqual([[], ['import_passthrough', 'import_lost']])
    expect(machine.findings.find(({ code }) => code === 'import_lost')?.params).toEqual({ parts: 'qemu:commandline, filesystem, shmem' })
  })

  it('takes no path, processor or device of its host along', () => {
    expect(JSON.stringify(Hardware.parse(machine.hardware))).not.toMatch(/shadow|OVMF|nvram\/|db\.log|3b:00|0\.0\.0\.0/)
    expect(Hardware.parse(machine.hardware)).toMatchObject({ cdroms: [], hostDevices: [], cpuTune: { vcpuPins: [] }, graphics: { vnc: { listen: 'socket' } } })
  })

  it('brings along what Atrium does not model, with disks and cards of its own, but nothing that reaches for the host', () => {
    const [disk, card] = ['a', 'b'].map((sign) => `00000000-0000-4000-8000-00000000000${sign}`) as [string, string]
    const xml = buildXml(withDevices(machine.definition as Element, new Map([[0, disk]]), new Map([[1, card]])))
    for (const kept of ['<title>Shop</title>', '<entry name="asset">42</entry>', '<entry>kept</entry>', '<vmport state="off"/>', 'heads="16"', `ua-${disk}`, `ua-${card}`, '<stats period="5"/>', '<hub type="usb"/>', 'libosinfo:os ', 'pcie-root-port', 'machine="q35"']) {
      expect(xml).toContain(kept)
    }
    expect(xml).not.toMatch(/"\/[a-z]|>\/|qemu:|shmem|filesystem|hostdev|evdev|coalesce|br0|default|52:54:00:6b:3c:58|ua-00000000-0000-4000-8000-000000000000|vdb/)
  })

  it('that QEMU does not run is no machine', () => {
    expect(codes(readLibvirt("<domain type='xen'><name>x</name></domain>"), 'error')).toEqual(['import_no_machine'])
  })
})

it.each([
  ['windows9-64', 'windows', 'win10'], ['windows11-64', 'windows', 'win11'], ['windows2022srvNext-64', 'windows', 'win2k22'], ['windows9srv-64', 'windows', 'win2k16'],
  ['Windows10_64', 'windows', 'win10'], ['winxppro', 'windows', 'winxp'], ['rhel8_64Guest', 'linux', 'rhel8-unknown'], ['Ubuntu_64', 'linux', 'linux'],
  ['Debian GNU/Linux 11 (64-bit)', 'linux', 'debian11'], ['centos7-64', 'linux', 'centos7'], ['other4xlinux-64', 'linux', 'linux'], ['freebsd13-64', 'other', 'other'], ['', 'other', 'other'],
])('“%s” is %s (%s)', (text, family, os) => {
  expect(guestOs(text)).toEqual({ family, os })
})
