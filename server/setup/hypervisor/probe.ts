import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildXml } from '@/server/domain/xml/build'
import { element } from '@/server/domain/xml/element'
import { CommandFailed } from '../command'
import { SetupProblem } from '../problem'
import { virsh } from './virsh'

/**
 * Starts the smallest possible machine (16 MiB, no disk, software emulation) and ends it: what fails here would fail at every start.
 * Transient, so that nothing remains of it even after a crash in between. @throws SetupProblem with libvirt's own words
 */
export async function probeHypervisor(): Promise<void> {
  const name = `atrium-probe-${randomBytes(4).toString('hex')}`
  const domain = element('domain', { type: 'qemu' },
    element('name', {}, name),
    element('memory', { unit: 'MiB' }, '16'),
    element('vcpu', {}, '1'),
    element('os', {}, element('type', { arch: 'x86_64', machine: 'q35' }, 'hvm')),
    element('devices', {}, element('emulator', {}, '/usr/bin/qemu-system-x86_64')))
  const folder = await mkdtemp(join(tmpdir(), 'atrium-probe-'))
  try {
    await writeFile(join(folder, 'domain.xml'), buildXml(domain))
    await virsh(['create', join(folder, 'domain.xml')])
  } catch (error) {
    const told = error instanceof CommandFailed ? error.result.stderr.trim() : String(error)
    throw new SetupProblem(`libvirt cannot start a machine here: ${told.replaceAll('\n', ' ')}`)
  } finally {
    await rm(folder, { recursive: true })
  }
  await virsh(['destroy', name])
}
