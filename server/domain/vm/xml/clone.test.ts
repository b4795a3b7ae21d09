import { expect, it } from 'vitest'
import { Hardware } from '@/server/contract/hardware/hardware'
import { buildXml } from '@/server/domain/xml/build'
import { parseXml } from '@/server/domain/xml/parse'
import { cloneDefinition, cloneHardware } from './clone'
import { unknownDisks } from './disk'

const [disk, nic, copy, card] = [1, 2, 3, 4].map((n) => `00000000-0000-4000-8000-00000000000${n}`) as [string, string, string, string]
const from = { id: '11111111-1111-4111-8111-111111111111', name: 'web' }
const to = { id: '22222222-2222-4222-8222-222222222222', name: 'web-2' }
const likeness = { from, to, devices: new Map([[disk, copy], [nic, card]]) }

const definition = `<domain type="qemu"><name>web</name><uuid>${from.id}</uuid><genid>33333333-3333-4333-8333-333333333333</genid>
  <sysinfo type="smbios"><system><entry name="uuid">${from.id}</entry><entry name="sku">k</entry></system></sysinfo>
  <os firmware="efi"><nvram template="/usr/share/v.fd">/var/lib/libvirt/qemu/nvram/web_VARS.fd</nvram></os>
  <devices>
    <disk type="file" device="disk"><source file="/srv/a.qcow2"/><geometry cyls="1" heads="2" secs="3"/><alias name="ua-${disk}"/></disk>
    <disk type="file" device="disk"><source file="/srv/other.qcow2"/><target dev="vdx"/></disk>
    <disk type="file" device="disk"><source file="/srv/skipped.qcow2"/><alias name="ua-${to.id}"/></disk>
    <disk type="file" device="cdrom"><source file="/srv/a.iso"/></disk>
    <interface type="network"><mac address="52:54:00:00:00:01"/><target dev="tap-web"/><coalesce><rx><frames max="7"/></rx></coalesce><alias name="ua-${nic}"/></interface>
    <interface type="network"><mac address="52:54:00:00:00:02"/><tune><sndbuf>9</sndbuf></tune></interface>
    <serial type="file"><source path="/srv/web/web.log"/></serial>
    <serial type="unix"><source mode="bind" path="/run/port.sock"/></serial>
    <serial type="dev"><source path="/dev/ttyS1"/></serial>
    <channel type="unix"><source mode="bind" path="/run/agent.sock"/><target type="virtio" name="a.b"/></channel>
    <graphics type="vnc" socket="/run/vnc"><listen type="socket" socket="/run/vnc"/></graphics>
    <shmem name="shared"/>
  </devices></domain>`

it('a clone begins with all that its model has no word for, and with nothing that only one of the two can have', () => {
  const xml = buildXml(cloneDefinition(parseXml(definition), likeness))
  for (const kept of ['<geometry cyls="1" heads="2" secs="3"/>', `ua-${copy}`, `ua-${card}`, '<frames max="7"/>', '<sndbuf>9</sndbuf>', '<shmem name="shared"/>', '/dev/ttyS1', '/srv/a.iso', 'name="sku"', 'template="/usr/share/v.fd"', '<genid/>']) {
    expect(xml).toContain(kept)
  }
  for (const lost of ['other.qcow2', 'skipped.qcow2', 'web_VARS', '33333333', 'tap-web', '52:54:00:00:00:02', 'agent.sock', '/run/vnc', 'name="uuid"']) expect(xml).not.toContain(lost)
  expect(xml).toContain('path="/srv/web/web-2.log"')
  expect(xml).toContain('path="/run/port.sock-22222222"')
})

it('hardware of a clone has files, a number and ports of its own', () => {
  const hardware = Hardware.parse({
    firmware: { loader: '/srv/fw.fd', nvram: '/srv/web_VARS.fd' }, serial: { ports: [{ type: 'file', path: '/srv/web.log' }] }, vsock: { cid: 7 },
    graphics: { vnc: { listen: 'network', port: 5901 } }, sound: { model: 'ich9' },
  })
  expect(cloneHardware(hardware, likeness)).toEqual(Hardware.parse({
    firmware: { loader: '/srv/fw.fd', nvram: '/srv/web-2_VARS.fd' }, serial: { ports: [{ type: 'file', path: '/srv/web-2.log' }] }, vsock: {},
    graphics: { vnc: { listen: 'network' } }, sound: { model: 'ich9' },
  }))
})

it('a disk that another tool gave the machine is found, not one of ours, a drive, or what the guest is told at its first boot', () => {
  const more = definition.replace('</devices>', `
    <disk type="network" device="lun"><source protocol="iscsi" name="iqn.x"/><target dev="sdb"/><alias name="ua-of-mine"/></disk>
    <disk type="file" device="disk"><source file="/srv/web-config.iso"/><target dev="vdz"/><alias name="ua-config-drive"/></disk>
    <disk type="file" device="disk"><source file="/srv/adopted.qcow2"/><target dev="vdy"/></disk></devices>`)
  expect(unknownDisks(parseXml(more), [{ id: disk, target: 'vda' }, { id: copy, target: 'vdy' }]).map(({ target, path }) => [target, path])).toEqual([
    ['vdx', '/srv/other.qcow2'], ['sdb', null],
  ])
})
