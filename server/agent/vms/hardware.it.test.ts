import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { buildXml } from '@/server/domain/xml/build'
import { attr, findAll } from '@/server/domain/xml/element'
import { parseXml } from '@/server/domain/xml/parse'
import { parseDisk, parseDiskOptions } from '@/server/domain/vm/xml/disk'
import { buildDomain } from '@/server/domain/vm/xml/domain'
import { editDomain } from '@/server/domain/vm/xml/edit'
import { wantedMachine } from '@/server/domain/vm/xml/machine'
import { parseNic, parseNicOptions } from '@/server/domain/vm/xml/nic'
import { readMachine } from '@/server/domain/vm/xml/read'
import { anyMachine } from '@/server/domain/vm/xml/testing'
import { startDaemon } from '@/server/libvirt/testing/daemon'
import type { Daemon } from '@/server/libvirt/testing/daemon'

const run = promisify(execFile)
let folder: string
let daemon: Daemon

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atrium-hardware-'))
  daemon = await startDaemon()
})
afterAll(async () => {
  await daemon?.stop()
  await rm(folder, { recursive: true, force: true })
})

it('any machine passes libvirt’s schema', { timeout: 120_000 }, async () => {
  const machines = fc.sample(anyMachine({ spice: true, hostDevices: true, arm: true }), { numRuns: 300, seed: Date.now() })
  const files = await Promise.all(machines.map(async ({ spec, runBy }, at) => {
    const file = join(folder, `${at}.xml`)
    await writeFile(file, buildXml(buildDomain(spec, runBy)))
    return file
  }))
  const { stderr } = await run('xmllint', ['--noout', '--relaxng', '/usr/share/libvirt/schemas/domain.rng', ...files], { maxBuffer: 64e6 }).catch((error: unknown) => error as { stderr: string })
  expect(stderr.split('\n').filter((line) => line !== '' && !line.endsWith(' validates'))).toEqual([])
})

it('libvirt takes any machine, and gives it back as it was wanted', { timeout: 240_000 }, async () => {
  const machines = fc.sample(anyMachine({ spice: false, hostDevices: true, arm: false }), { numRuns: 40, seed: Date.now() })
  for (const { spec, runBy } of machines) {
    const file = join(folder, 'defined.xml')
    await writeFile(file, buildXml(buildDomain(spec, runBy)))
    await daemon.exec('virsh', 'define', '--validate', file)
    const dumped = parseXml(await daemon.exec('virsh', 'dumpxml', '--inactive', spec.id))
    const { machineName: _, ...read } = readMachine(dumped)
    const { machineName: __, ...wanted } = wantedMachine(spec, runBy, null)
    expect(read).toEqual(wanted)
    const disks = findAll(dumped, 'devices/disk').filter((disk) => parseDisk(disk).id !== null)
    expect(new Map(disks.map((disk) => [parseDisk(disk).id, parseDiskOptions(disk)]))).toEqual(new Map(spec.disks.map(({ id, options }) => [id, options])))
    const nics = findAll(dumped, 'devices/interface').filter((nic) => attr(nic, 'type') !== 'hostdev')
    expect(new Map(nics.map((nic) => [parseNic(nic).id, parseNicOptions(nic)])))
      .toEqual(new Map(spec.nics.map(({ id, network, options }) => [id, network === null ? { ...options, link: 'up' } : options])))
    expect(buildXml(editDomain(dumped, spec, runBy))).toBe(buildXml(dumped))
    await daemon.exec('virsh', 'undefine', '--nvram', spec.id)
  }
})
