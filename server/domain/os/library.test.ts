import { expect, it } from 'vitest'
import { CreateVm } from '@/server/contract/api/vm'
import { Hardware } from '@/server/contract/hardware/hardware'
import { parseXml } from '@/server/domain/xml/parse'
import { checkHardware } from '../vm/hardware/check'
import { osLibrary, parseOs, searchOs } from './library'

const os = (id: string, more: string) => parseOs(parseXml(`<os id="http://example.org/${id}"><short-id>${id}</short-id><name xml:lang="de">X</name><name>System ${id}</name><vendor>V</vendor>${more}</os>`))
const device = (id: string) => `<device id="http://pcisig.com/pci/${id}"/>`
const library = osLibrary([
  os('old', '<family>linux</family><release-date>2001-01-01</release-date>'),
  os('linux1', `<family>linux</family><release-date>2019-01-01</release-date><devices>${device('1af4/1001')}${device('1af4/1000')}</devices>
    <resources arch="all"><minimum><ram>1073741824</ram><n-cpus>1</n-cpus><storage>10737418240</storage></minimum></resources>`),
  os('linux2', `<family>linux</family><release-date>2023-01-01</release-date><derives-from id="http://example.org/linux1"/><devices>${device('1af4/1050')}</devices>
    <resources arch="x86_64"><minimum><ram>2147483648</ram></minimum></resources>`),
  os('win10', `<family>winnt</family><release-date>2015-01-01</release-date><devices>${device('8086/10d3')}</devices><firmware arch="x86_64" type="efi"/>`),
  os('win11', '<family>winnt</family><release-date>2021-01-01</release-date><derives-from id="http://example.org/win10"/><firmware arch="x86_64" type="bios" supported="false"/>'),
].flatMap((entry) => entry ?? []))
const named = (id: string) => library.find((each) => each.id === id)

it('takes drivers and sizes over from what it derives from', () => {
  expect(named('linux2')).toMatchObject({
    name: 'System linux2', minimum: { memoryMiB: 2048, vcpus: 1, diskMiB: 10_240 },
    defaults: { firmware: 'bios', diskBus: 'virtio', nicModel: 'virtio', hardware: { video: { model: 'virtio' } } },
  })
  expect(named('old')?.defaults).toMatchObject({ diskBus: 'sata', nicModel: 'e1000', hardware: { video: { model: 'vga' } } })
})

it('gives Windows 11 what it refuses to do without', () => {
  expect(named('win11')?.defaults).toMatchObject({
    firmware: 'uefi', nicModel: 'e1000e', diskBus: 'sata', hardware: { firmware: { secureBoot: true }, tpm: { version: '2.0' }, clock: { offset: 'localtime' } },
  })
  expect(named('win10')?.defaults.firmware).toBe('bios')
})

it('is found by words, the newest first', () => {
  expect(searchOs(library, ' SYSTEM  linux ').map(({ id }) => id)).toEqual(['linux2', 'linux1'])
})

it('each system’s hardware is one that a machine can have', () => {
  for (const { defaults } of library) {
    const { firmware, diskBus, nicModel } = defaults
    const hardware = Hardware.parse(defaults.hardware)
    const { disk, nic } = CreateVm.pick({ disk: true, nic: true }).parse({})
    const target = diskBus === 'virtio' ? 'vda' : 'sda'
    expect(checkHardware({ memoryMiB: 1024, vcpus: 2, firmware, hardware, disks: [{ ...disk, bus: diskBus, target, format: 'qcow2' }], nics: [{ ...nic, model: nicModel }] })).toEqual([])
  }
})
