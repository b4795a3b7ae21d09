import { describe, expect, it } from 'vitest'
import { Hardware } from '@/server/contract/hardware/hardware'
import { definitionWithoutHost, hardwareWithoutHost } from './without-host'

const folder = '/srv/data'
const [old, fresh] = ['11111111-1111-4111-8111-111111111111', '22222222-2222-4222-8222-222222222222'] as const

describe('a machine that storage tells of', () => {
  it('reaches for no file and no device of the host, whatever its hardware says', () => {
    const hardware = Hardware.parse({
      firmware: { loader: '/etc/loader', nvram: '/etc/nvram' }, boot: { kernel: { path: '/boot/vmlinuz', initrd: '/etc/shadow' } },
      serial: { ports: [{ type: 'file', path: '/etc/passwd' }, {}] }, rng: { source: '/dev/sda' }, tpm: { device: '/dev/sdb' },
      cdroms: [{ target: 'sda', path: `${folder}/iso/a.iso` }, { target: 'sdb', path: `${folder}/../../etc/shadow` }, { target: 'sdc', path: '/etc/shadow' }],
      floppies: [{ path: '/etc/shadow' }], customProperties: { hook: '/bin/sh' },
    })
    const plain = hardwareWithoutHost(hardware, folder)
    const paths = [...JSON.stringify(plain).matchAll(/"(\/[^"]*)"/g)].map(([, path]) => path).sort()
    expect(paths).toEqual(['/dev/tpm0', '/dev/urandom', `${folder}/iso/a.iso`])
    expect(plain.serial.ports).toEqual([{ type: 'null', path: null }, { type: 'pty', path: null }])
    expect(plain.cdroms.map(({ target }) => target)).toEqual(['sda', 'sdb', 'sdc'])
  })

  it('keeps of its XML how it looks to its guest, with the ids of its devices here', () => {
    const xml = `<domain type="kvm"><name>x</name><features><acpi/></features><qemu:commandline xmlns:qemu="http://libvirt.org/schemas/domain/qemu/1.0"><qemu:arg value="-S"/></qemu:commandline>
      <devices><emulator>/bin/sh</emulator><disk type="file" device="cdrom"/><disk type="file" device="disk"><alias name="ua-${old}"/><source file="/etc/shadow"/><target dev="vda"/></disk><filesystem type="mount"><source dir="/"/></filesystem></devices></domain>`
    const kept = definitionWithoutHost(xml, new Map([[old, fresh]])) ?? ''
    expect(kept).toContain('<acpi/>')
    expect(kept).toContain(`ua-${fresh}`)
    for (const word of ['/bin/sh', '/etc/shadow', 'commandline', 'filesystem']) expect(kept).not.toContain(word)
    expect([definitionWithoutHost(null, new Map()), definitionWithoutHost('<domain', new Map())]).toEqual([null, null])
  })
})
