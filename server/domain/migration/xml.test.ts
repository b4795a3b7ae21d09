import { expect, it } from 'vitest'
import { buildXml } from '@/server/domain/xml/build'
import { parseXml } from '@/server/domain/xml/parse'
import { describeForMigration, withImagePaths } from './xml'

const domain = `<domain type='kvm'><name>a</name><devices><emulator>/usr/bin/qemu</emulator><disk type='file' device='disk'><driver name='qemu' type='qcow2'/>
<source file='/data/a.qcow2' index='1'/><backingStore type='file'><source file='/data/base.qcow2'/></backingStore><target dev='vda' bus='virtio'/><alias name='ua-1'/></disk>
<disk type='file' device='cdrom'><source file='/data/c.iso'/><target dev='sda'/></disk><interface type='bridge'><source bridge='br0'/></interface></devices></domain>`

it('gives images their new paths, leaves what they were based on to the new image, and all else as it is', () => {
  const moved = buildXml(withImagePaths(parseXml(domain), new Map([['/data/a.qcow2', '/other/a.qcow2'], ['/data/x', '/other/x']])))
  expect(moved).toBe(buildXml(parseXml(domain.replace('/data/a.qcow2', '/other/a.qcow2').replace(/<backingStore.*<\/backingStore>/, ''))))
})

it('finds what ties a machine to its host, and what its CPU, disks and cards want', () => {
  const described = describeForMigration(parseXml(`<domain type='kvm'><os><type machine='pc-q35-7.2'>hvm</type></os>
    <cpu mode='custom' match='exact'><model>Nehalem</model><topology sockets='2'/><numa><cell id='0'/></numa><feature policy='require' name='vmx'/></cpu>
    <devices><emulator>/usr/bin/qemu</emulator>
    <disk type='file' device='disk'><driver type='qcow2' cache='writeback'/><source file='/data/a.qcow2'/><target dev='vda'/></disk>
    <disk type='file' device='cdrom'><target dev='sda'/><readonly/></disk>
    <disk type='block' device='cdrom'><driver type='raw'/><source dev='/dev/sr0'/><target dev='sdb'/><readonly/></disk>
    <interface type='network'><source network='lan'/></interface><interface type='network'><source network='lan'/></interface>
    <interface type='bridge'><source bridge='br0'/></interface><interface type='hostdev'><mac address='52:54:00:00:00:01'/></interface>
    <hostdev mode='subsystem' type='pci'><source><address domain='0x0000' bus='0x03' slot='0x00' function='0x0'/></source></hostdev>
    </devices></domain>`))
  expect(described).toMatchObject({
    virtType: 'kvm', machine: 'pc-q35-7.2', emulator: '/usr/bin/qemu', networks: ['lan'], bridges: ['br0'],
    hostDevices: ['pci 0x0000:0x03:0x00:0x0', 'network card 52:54:00:00:00:01'],
    disks: [
      { target: 'vda', path: '/data/a.qcow2', format: 'qcow2', cache: 'writeback', readOnly: false },
      { target: 'sdb', path: '/dev/sr0', format: 'raw', cache: 'default', readOnly: true },
    ],
  })
  // Topology and NUMA are the guest's own.
  expect(described.cpuXml).toMatch(/Nehalem.*vmx/s)
  expect(described.cpuXml).not.toMatch(/topology|numa/)
  expect(describeForMigration(parseXml(`<domain><cpu mode='host-passthrough'/></domain>`)).cpuXml).toBeNull()
})
