import { afterAll, beforeAll, expect, it } from 'vitest'
import type { MigrationSource } from '@/server/contract/agent/migration'
import { blankSpec, withStorage } from '@/server/agent/testing/specs'
import { testHost } from '@/server/agent/testing/test-host'
import type { TestHost } from '@/server/agent/testing/test-host'

/** What a host tells before a machine comes to it, by its real libvirt and QEMU. */
let host: TestHost
let id: string
let source: MigrationSource

beforeAll(async () => {
  host = await testHost()
  await withStorage(host)
  const spec = await blankSpec(host)
  ;({ id } = spec)
  await host.client.vm.ensureRunning({ stepId: 'run', spec })
  source = await host.client.migration.source({ id })
})
afterAll(() => host?.[Symbol.asyncDispose]())

const asked = (change: Partial<MigrationSource>) => host.client.migration.destination({ id, source: { ...source, ...change } })
const cpu = (model: string, ...features: string[]): string =>
  `<cpu mode='custom' match='exact'><model fallback='forbid'>${model}</model>${features.map(name => `<feature policy='require' name='${name}'/>`).join('')}</cpu>`

it('compares the processor: one that QEMU can give, one that it can’t, one that nobody knows', async () => {
  expect(['same', 'superset']).toContain((await asked({ cpuXml: cpu('qemu64') })).cpu)
  // Emulated, there is no AVX-512.
  expect((await asked({ cpuXml: cpu('qemu64', 'avx512f', 'avx512bw') })).cpu).toBe('incompatible')
  const nonsense = await asked({ cpuXml: cpu('Zilog-Z80') })
  expect(nonsense).toMatchObject({ cpu: 'unknown', cpuText: expect.stringContaining('Zilog-Z80') })
})

it('names what is missing: networks, bridges, machine type, images and their folder', async () => {
  const [disk] = source.disks
  if (!disk) throw new Error('no disk')
  const found = await asked({
    networks: ['nowhere'], bridges: ['br-nowhere', 'lo'], machine: 'pc-q35-99.9', disks: [disk, { ...disk, target: 'vdb', path: '/nowhere/b.qcow2' }],
  })
  expect(found).toMatchObject({ missingNetworks: ['nowhere'], missingBridges: ['br-nowhere', 'lo'], machineKnown: false })
  expect(found.disks).toMatchObject([{ target: 'vda', inode: disk.inode }, { target: 'vdb', inode: null, freeMiB: null }])
})

it('counts the snapshots that keep a machine here', async () => {
  expect(source.snapshots).toBe(0)
  await host.virsh('snapshot-create-as', id, 'one')
  expect((await host.client.migration.source({ id })).snapshots).toBe(1)
  await host.virsh('snapshot-delete', id, 'one')
})
