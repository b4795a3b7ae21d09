import { randomBytes, randomUUID } from 'node:crypto'
import { copyFile, cp, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { HostFacts } from '@/server/contract/agent/host'
import { saveIdentity } from '@/server/agent/identity/folder'
import { createCa, createCsr, signHost } from '@/server/domain/pki/certificate'
import { buildPrograms } from '@/server/setup/build/programs'
import { sharedGuest } from '@/server/setup/guest/testing'
import { createWorld } from '../engine/world'
import type { World } from '../engine/world'
import { startAgent } from './agent'
import { removeLab } from './down'
import { attemptInHost, runInHost } from './host/enter'
import type { LabHost } from './lab'
import { raiseHosts } from './up'

const serial = (): string => randomBytes(16).toString('hex')

/** Lab hosts with the real agent, and an engine in this process that has them: no pages, no log-in. */
export interface LabWorld {
  world: World
  hosts: LabHost[]
  /** Ids of the hosts in the same order. */
  hostIds: string[]
  /** On which hosts a process of the machine is, by virsh itself, with its state. */
  seen: (vmId: string) => Promise<(string | null)[]>
  close: () => Promise<void>
}

/** The same path on each host, and behind it a folder that no other host sees. */
async function separateFolders(hosts: readonly LabHost[], path: string): Promise<void> {
  await Promise.all(hosts.map(async host => {
    const own = join(host.dir, 'storage')
    await cp(path, own, { recursive: true })
    await runInHost(host, ['mount', '--bind', own, path])
  }))
}

/**
 * @param name of the lab: up to 9 letters and digits, another one for each test file
 * @param separate each host has its own storage, with the template in it
 */
export async function labWorld(name: string, count: number, { separate = false } = {}): Promise<LabWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'atrium-lab-'))
  await buildPrograms(['agent'])
  const { disk } = await sharedGuest()
  const { lab, hosts } = await raiseHosts(name, join(folder, 'lab'), count)
  const removeAll = async (): Promise<void> => {
    await removeLab(name, join(folder, 'lab'))
    await rm(folder, { recursive: true, force: true })
  }
  try {
    const storagePath = join(lab.shared, 'storage')
    const templatePath = join(storagePath, 'templates', 'tiny.qcow2')
    await mkdir(join(storagePath, 'templates'), { recursive: true })
    await copyFile(disk, templatePath)
    if (separate) await separateFolders(hosts, storagePath)
    const ca = await createCa({ name: 'test', serial: serial(), now: Date.now() })
    const hostIds = hosts.map(() => randomUUID())
    await Promise.all(hosts.map(async (host, at) => {
      const hostId = hostIds[at] ?? ''
      const { csr, key } = await createCsr('host')
      const certificate = await signHost(hostId, { ca, csr, serial: serial(), now: Date.now() })
      await saveIdentity(host.agentDir, { hostId, address: host.agentAddress, manager: 'http://127.0.0.1:1', key, certificate, ca: ca.certificate })
      await startAgent(host)
    }))
    const world = await createWorld({
      real: {
        instanceId: randomUUID(),
        ca,
        hosts: hosts.map(({ agentAddress }, at) => ({ id: hostIds[at] ?? '', address: agentAddress })),
        storagePath,
        templatePath,
        templateMiB: 48,
      },
    })
    await world.start()
    // Then nothing restarts a libvirtd any more.
    await world.until(async () => (await world.db.host.findMany({ select: { facts: true } })).every(({ facts }) => {
      const { migrationTls, libvirtTls } = (facts ?? {}) as Partial<HostFacts>
      return migrationTls === 'ready' && libvirtTls?.accepts
    }))
    return {
      world,
      hosts,
      hostIds,
      seen: vmId => Promise.all(hosts.map(async host => {
        const domstate = ['virsh', '--quiet', '--connect', 'qemu:///system', 'domstate', vmId]
        const { code, stdout } = await attemptInHost(host, domstate).catch(() => ({ code: 1, stdout: '' }))
        return code === 0 && stdout.trim() !== 'shut off' ? stdout.trim() : null
      })),
      close: async () => {
        await world.close()
        await removeAll()
      },
    }
  } catch (error) {
    await removeAll()
    throw error
  }
}
