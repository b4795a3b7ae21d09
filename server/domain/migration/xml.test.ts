import { expect, it } from 'vitest'
import { buildXml } from '@/server/domain/xml/build'
import { parseXml } from '@/server/domain/xml/parse'
import { withImagePaths } from './xml'

const domain = `<domain type='kvm'><name>a</name><devices><emulator>/usr/bin/qemu</emulator><disk type='file' device='disk'><driver name='qemu' type='qcow2'/>
<source file='/data/a.qcow2' index='1'/><backingStore type='file'><source file='/data/base.qcow2'/></backingStore><target dev='vda' bus='virtio'/><alias name='ua-1'/></disk>
<disk type='file' device='cdrom'><source file='/data/c.iso'/><target dev='sda'/></disk><interface type='bridge'><source bridge='br0'/></interface></devices></domain>`

it('gives images their new paths, leaves what they were based on to the new image, and all else as it is', () => {
  const moved = buildXml(withImagePaths(parseXml(domain), new Map([['/data/a.qcow2', '/other/a.qcow2'], ['/data/x', '/other/x']])))
  expect(moved).toBe(buildXml(parseXml(domain.replace('/data/a.qcow2', '/other/a.qcow2').replace(/<backingStore.*<\/backingStore>/, ''))))
})
