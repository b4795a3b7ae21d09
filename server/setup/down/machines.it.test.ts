import { beforeAll, expect, test } from 'vitest'
import { buildPrograms } from '../build/programs'
import { inSandbox } from '../testing/sandbox'

beforeAll(async () => { await buildPrograms(['supervise']) })

test('a purge removes the machines of its own instance and the networks that nobody else uses', { timeout: 120_000 }, async () => {
  expect(await inSandbox(`
    import { writeFile } from 'node:fs/promises'
    import { ensureLibvirt } from './server/setup/hypervisor/ensure.ts'
    import { virsh } from './server/setup/hypervisor/virsh.ts'
    import { networkNames, removeMachines, removeNetworks } from './server/setup/down/machines.ts'
    import { buildOwnership } from './server/domain/vm/xml/metadata.ts'
    import { element } from './server/domain/xml/element.ts'
    import { buildXml } from './server/domain/xml/build.ts'
    const [ours, theirs] = ['11111111-1111-4111-8111-111111111111', '22222222-2222-4222-8222-222222222222']
    const machine = (name, instanceId, network) => element('domain', { type: 'qemu' },
      element('name', {}, name), element('memory', { unit: 'MiB' }, '16'), element('os', {}, element('type', { arch: 'x86_64' }, 'hvm')),
      instanceId ? element('metadata', {}, buildOwnership({ instanceId, generation: 1 })) : null,
      network ? element('devices', {}, element('interface', { type: 'network' }, element('source', { network }))) : null)
    const virshWith = async (command, xml) => {
      await writeFile('/run/it.xml', buildXml(xml))
      await virsh([command, '/run/it.xml'])
    }
    await ensureLibvirt()
    for (const name of ['lan', 'shared', 'other']) await virshWith('net-define', element('network', {}, element('name', {}, name)))
    await virshWith('define', machine('down', ours, 'lan'))
    await virshWith('create', machine('transient', ours))
    await virshWith('define', machine('running', ours))
    await virsh(['start', 'running'])
    await virshWith('define', machine('neighbour', theirs, 'shared'))
    await virshWith('define', machine('external'))
    const machines = await removeMachines(ours)
    const networks = await removeNetworks(['lan', 'shared', 'missing'])
    const left = (await virsh(['list', '--all', '--name'])).stdout.split('\\n').filter(Boolean)
    console.log(JSON.stringify({ machines: machines.sort(), networks, left: left.sort(), networksLeft: (await networkNames()).sort() }))
  `)).toEqual({
    machines: ['down', 'running', 'transient'],
    networks: { removed: ['lan'], kept: ['shared'] },
    left: ['external', 'neighbour'],
    networksLeft: ['default', 'other', 'shared'],
  })
})
