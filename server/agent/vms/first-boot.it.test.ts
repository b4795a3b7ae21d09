import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Initialization } from '@/server/contract/initialization'
import type { VmSpec } from '@/server/contract/agent/vm'
import { configDriveFiles, media } from '@/server/domain/initialization/config-drive'
import { blankSpec, callOn, step, withStorage } from '@/server/agent/testing/specs'
import { testHost } from '@/server/agent/testing/test-host'
import type { TestHost } from '@/server/agent/testing/test-host'

const run = promisify(execFile)
let host: TestHost
beforeAll(async () => {
  host = await testHost()
  await withStorage(host)
}, 60_000)
afterAll(() => host[Symbol.asyncDispose]())

const told = async (spec: VmSpec, change: Partial<Initialization>): Promise<VmSpec> => {
  const initialization = Initialization.parse(change)
  const { extension, medium, ...how } = media[initialization.kind]
  const path = `${host.storagePath}/images/${spec.id}-config.${extension}`
  await host.client.configDrive.ensure({ ...step(), storagePath: host.storagePath, path, ...how, files: configDriveFiles(initialization, { ...spec, mac: null }) })
  return { ...spec, generation: spec.generation + 1, configDrive: path, configMedium: medium }
}
const xml = (id: string) => host.virsh('dumpxml', '--inactive', id)

it('Ignition’s configuration reaches QEMU by fw_cfg, beside names for the guest, and goes away again', { timeout: 60_000 }, async () => {
  const blank = await blankSpec(host)
  const named = { ...blank, hardware: { ...blank.hardware, smbios: { ...blank.hardware.smbios, mode: 'sysinfo' as const, serial: 'abc' } } }
  const spec = await told(named, { kind: 'ignition', hostname: 'core1' })
  const path = spec.configDrive ?? ''
  expect([(await stat(path)).mode & 0o777, JSON.parse(await readFile(path, 'utf8'))]).toMatchObject([0o600, { ignition: { version: '3.3.0' } }])
  await host.client.vm.ensureRunning({ ...step(), spec })
  const pid = (await host.daemon.exec('cat', `/run/libvirt/qemu/${spec.name}.pid`)).trim()
  expect(await host.daemon.exec('cat', `/proc/${pid}/cmdline`)).toContain(`name=opt/com.coreos/config,file=${path}`)
  await host.client.vm.ensureStopped(callOn(spec))
  await host.client.vm.ensureDefined({ ...step(), spec: { ...spec, generation: 3 } })
  expect((await xml(spec.id)).match(/<sysinfo type='(fwcfg|smbios)'>/g)).toHaveLength(2)
  await host.client.vm.ensureDefined({ ...step(), spec: { ...spec, generation: 4, configDrive: null } })
  expect(await xml(spec.id)).not.toContain('fwcfg')
  expect(await xml(spec.id)).toContain("<entry name='serial'>abc</entry>")
})

it('Windows’ answers lie on a CD beside the machine’s own drives', { timeout: 60_000 }, async () => {
  const blank = await blankSpec(host)
  const drive = { target: 'sdf', bus: 'sata' as const, path: null, bootOrder: null }
  const spec = await told({ ...blank, hardware: { ...blank.hardware, cdroms: [drive] } }, { kind: 'sysprep', hostname: 'WEB01' })
  await host.client.vm.ensureRunning({ ...step(), spec })
  expect(await xml(spec.id)).toMatch(/device='cdrom'>[^]*sde/)
  await host.client.vm.ensureStopped(callOn(spec))
  const folder = await mkdtemp(join(tmpdir(), 'unattend-'))
  await run('xorriso', ['-osirrox', 'on', '-indev', spec.configDrive ?? '', '-extract', '/', folder])
  expect(await readFile(join(folder, 'unattend.xml'), 'utf8')).toContain('<ComputerName>WEB01</ComputerName>')
  await rm(folder, { recursive: true })
  // Taken away, its own drive stays.
  await host.client.vm.ensureDefined({ ...step(), spec: { ...spec, generation: 3, configDrive: null } })
  const left = await xml(spec.id)
  expect([left.includes('sde'), left.includes("dev='sdf'")]).toEqual([false, true])
})
