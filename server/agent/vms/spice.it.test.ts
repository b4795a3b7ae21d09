import { once } from 'node:events'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Hardware } from '@/server/contract/hardware/hardware'
import type { HardwareInput } from '@/server/contract/hardware/hardware'
import { blankSpec, callOn, step, withStorage } from '@/server/agent/testing/specs'
import { testHost } from '@/server/agent/testing/test-host'
import type { TestHost } from '@/server/agent/testing/test-host'

let host: TestHost
beforeAll(async () => {
  host = await testHost()
  await withStorage(host)
}, 60_000)
afterAll(() => host[Symbol.asyncDispose]())

const spice: HardwareInput = { graphics: { spice: {} }, video: { model: 'qxl' }, channels: { spiceAgent: true }, usb: { redirections: 2 }, sound: { model: 'ich9' } }
const running = async (hardware: HardwareInput) => {
  const spec = await blankSpec(host, { hardware: Hardware.parse(hardware) })
  return { spec, ...(await host.client.vm.ensureRunning({ ...step(), spec })) }
}
/** Where SPICE listens, and that something does. */
const spiceSocket = async (id: string): Promise<string> => {
  const socket = (await host.virsh('domdisplay', '--type', 'spice', id)).trim().replace('spice+unix://', '')
  await host.daemon.exec('test', '-S', socket)
  return socket
}

it('with VNC and SPICE has both, and the console in the page stays usable', { timeout: 60_000 }, async () => {
  const { spec, consoles } = await running(spice)
  expect([...consoles].sort()).toEqual(['serial', 'vnc'])
  expect(await spiceSocket(spec.id)).toMatch(/spice\.sock$/)
  const socket = host.console(spec.id, 'vnc')
  const [first] = (await once(socket, 'message')) as [Buffer]
  expect(first.toString('latin1', 0, 4)).toBe('RFB ')
  socket.close()
  await host.client.vm.ensureStopped(callOn(spec))
})

it('with SPICE alone runs, and says that there is no VNC to open', { timeout: 60_000 }, async () => {
  const { spec, consoles } = await running({ ...spice, graphics: { vnc: null, spice: { clipboard: false, fileTransfer: false, streaming: 'filter' } } })
  expect(consoles).toEqual(['serial'])
  await spiceSocket(spec.id)
  expect(await host.virsh('dumpxml', spec.id)).toMatch(/<clipboard copypaste='no'\/>\s*<filetransfer enable='no'\/>/)
  await host.client.vm.ensureStopped(callOn(spec))
})
