import { beforeAll, expect, test } from 'vitest'
import { buildPrograms } from '../build/programs'
import { inSandbox } from '../testing/sandbox'

const timeout = 120_000
const imports = `
  import { readFile, readdir } from 'node:fs/promises'
  import { ensureLibvirt } from './server/setup/hypervisor/ensure.ts'
  import { endDaemons } from './server/setup/hypervisor/daemons.ts'
  import { probeHypervisor } from './server/setup/hypervisor/probe.ts'
  import { libvirtAnswers, virsh } from './server/setup/hypervisor/virsh.ts'
  import { waitFor } from './server/setup/wait.ts'
  const tell = value => console.log(JSON.stringify(value))
  const pid = async () => Number(await readFile('/run/libvirtd.pid', 'utf8').catch(() => ''))
`

beforeAll(async () => { await buildPrograms(['supervise']) })

test('without systemd it starts libvirtd, which can start a machine, and adopts it the next time', { timeout }, async () => {
  expect(await inSandbox(`${imports}
    const first = await ensureLibvirt()
    await probeHypervisor()
    tell({ first, again: await ensureLibvirt(), left: (await virsh(['list', '--all', '--name'])).stdout.trim() })
  `)).toEqual({ first: 'started by Atrium', again: 'already running', left: '' })
})

test('a killed libvirtd comes back by itself and knows the machine that has gone on running', { timeout }, async () => {
  expect(await inSandbox(`${imports}
    import { writeFile } from 'node:fs/promises'
    await ensureLibvirt()
    await writeFile('/run/machine.xml', '<domain type="qemu"><name>one</name><memory unit="MiB">16</memory><os><type arch="x86_64">hvm</type></os></domain>')
    await virsh(['create', '/run/machine.xml'])
    const before = await pid()
    process.kill(before, 'SIGKILL')
    await waitFor(async () => (await pid()) !== before && await libvirtAnswers(), 20_000)
    tell({ another: (await pid()) !== before, running: (await virsh(['list', '--name'])).stdout.trim() })
  `)).toEqual({ another: true, running: 'one' })
})

test('uses a qemu.conf of its own and leaves the machine\'s as it is; ends what it has started', { timeout }, async () => {
  expect(await inSandbox(`${imports}
    const stock = await readFile('/etc/libvirt/qemu.conf', 'utf8')
    await ensureLibvirt()
    const seen = await readFile('/proc/' + await pid() + '/root/etc/libvirt/qemu.conf', 'utf8')
    const ended = await endDaemons()
    tell({ own: seen.includes('cgroup_controllers = [ ]'), unchanged: await readFile('/etc/libvirt/qemu.conf', 'utf8') === stock, ended, answers: await libvirtAnswers(), again: await endDaemons() })
  `)).toEqual({ own: true, unchanged: true, ended: true, answers: false, again: false })
})
