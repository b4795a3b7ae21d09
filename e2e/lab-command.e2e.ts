import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import type { Cluster, HostRow, Template } from '@/server/contract/api/infrastructure'
import type { StorageDomain } from '@/server/contract/api/storage-domain'
import { programFile } from '@/server/setup/build/programs'
import { attempt } from '@/server/setup/command'
import type { Page } from './fixtures/api'
import { test } from './fixtures/test'

test('npm run lab with a manager: a host joins, runs a machine from the shared template, and all of it goes again', async ({ api, instance, newVm }) => {
  test.setTimeout(240_000)
  const folder = await mkdtemp(join(tmpdir(), 'atrium-e2e-lab-command-'))
  const name = `c${process.pid.toString(36)}`
  const lab = async (command: string, ...words: string[]): Promise<string> => {
    const options = ['--name', name, '--dir', join(folder, 'lab')]
    const given = command === 'exec' ? [command, ...options, ...words] : [command, ...words, ...options]
    const env = { ...(process.env as Record<string, string>), ATRIUM_DATA_DIR: instance.dataDir, ATRIUM_PORT: String(instance.port), ATRIUM_ADMIN_PASSWORD: instance.password }
    const { code, stdout, stderr } = await attempt(process.execPath, [programFile('lab'), ...given], { timeoutMs: 120_000, env })
    expect(code, `${command}: ${stdout}${stderr}`).toBe(0)
    return stdout
  }
  const named = async <T extends { name: string }>(path: string): Promise<T[]> =>
    (await api.get<Page<T>>(`${path}?limit=500`)).items.filter(one => one.name.startsWith(name))
  try {
    expect(await lab('up', '--hosts', '1')).toContain('manager: up')
    // Again: nothing is made twice.
    await lab('up', '--hosts', '1')
    expect(await named<HostRow>('/hosts')).toMatchObject([{ name: `${name}-h1`, status: 'up', cluster: { name } }])
    const [cluster] = await named<Cluster>('/clusters')
    const [template] = await named<Template>('/templates')
    expect(await named<StorageDomain>('/storage-domains')).toMatchObject([{ templateCount: 1, clusters: [{ name }] }])
    if (!cluster || !template) throw new Error('no cluster or no template')
    expect((await lab('exec', '1', 'hostname')).trim()).toBe(`${name}-h1`)

    const vm = await newVm({ clusterId: cluster.id, templateId: template.id })
    await api.act(vm.id, 'start')
    expect(await api.status(vm.id, 'up')).toMatchObject({ host: { name: `${name}-h1` }, disks: [{ storageDomain: { name: `${name}-shared` } }] })
    expect(await lab('exec', '1', 'virsh', '--quiet', '--connect', 'qemu:///system', 'list', '--uuid')).toContain(vm.id)
    expect(await lab('status')).toContain('agent up')
  } finally {
    await lab('down')
    await rm(folder, { recursive: true, force: true })
  }
  for (const path of ['/hosts', '/clusters', '/storage-domains', '/networks', '/templates', '/vms']) expect(await named(path), path).toEqual([])
})
