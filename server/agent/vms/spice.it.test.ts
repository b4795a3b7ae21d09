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

/** What SPICE's server says of a password: 0 = welcome, 7 = permission denied (https://www.spice-space.org/spice-protocol.html, “Channel linking”). */
const tryPassword = async (port: number, password: string): Promise<number> => {
  const script = `
    const { connect } = require('node:net'), { constants, createPublicKey, publicEncrypt } = require('node:crypto')
    const socket = connect(${port}, '127.0.0.1'), hello = Buffer.alloc(38)
    hello.write('REDQ'); hello.writeUInt32LE(2, 4); hello.writeUInt32LE(2, 8); hello.writeUInt32LE(22, 12)
    hello.writeUInt8(1, 20); hello.writeUInt32LE(1, 22); hello.writeUInt32LE(0, 26); hello.writeUInt32LE(18, 30)
    let seen = Buffer.alloc(0), asked = false
    socket.on('connect', () => socket.write(hello))
    socket.on('data', part => {
      seen = Buffer.concat([seen, part])
      if (!asked && seen.length >= 16 && seen.length >= 16 + seen.readUInt32LE(12)) {
        asked = true
        const key = createPublicKey({ key: seen.subarray(20, 182), format: 'der', type: 'spki' })
        const secret = publicEncrypt({ key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' }, Buffer.from(process.argv[1] + '\\0'))
        seen = seen.subarray(16 + seen.readUInt32LE(12))
        socket.write(secret)
      }
      if (asked && seen.length >= 4) { console.log(seen.readUInt32LE(0)); process.exit(0) }
    })
    setTimeout(() => process.exit(1), 5000)`
  return Number((await host.daemon.exec(process.execPath, '-e', script, password)).trim())
}

it('on the network lets in only whom it has given a password, and for that long', { timeout: 60_000 }, async () => {
  const { spec } = await running({ graphics: { vnc: null, spice: { listen: 'network' } } })
  const first = await host.client.vm.openScreen({ id: spec.id, type: 'spice', seconds: 120 })
  const port = first.port ?? 0
  expect(await tryPassword(port, '')).toBe(7)
  expect(await tryPassword(port, first.password ?? '')).toBe(0)
  const second = await host.client.vm.openScreen({ id: spec.id, type: 'spice', seconds: 2 })
  expect(second.password).not.toBe(first.password)
  expect(await tryPassword(port, first.password ?? '')).toBe(7)
  // QEMU counts whole seconds, and refuses it after the last of them.
  await new Promise(resolve => setTimeout(resolve, 3_500))
  expect(await tryPassword(port, second.password ?? '')).toBe(7)
  // Neither what pages show nor what is kept has it.
  for (const inactive of [false, true]) expect((await host.client.vm.xml({ id: spec.id, inactive })).xml).not.toContain(second.password)
  await host.client.vm.ensureStopped(callOn(spec))
})

/** What QEMU's VNC server says of a password: 0 = welcome, 1 = no (https://www.rfc-editor.org/rfc/rfc6143#section-7.2.2). */
const tryVnc = async (port: number, password: string): Promise<number> => {
  const script = `
    const { connect } = require('node:net'), { createCipheriv } = require('node:crypto')
    const key = Buffer.alloc(8); Buffer.from(process.argv[1]).copy(key)
    const mirror = Buffer.from([...key].map(byte => parseInt(byte.toString(2).padStart(8, '0').split('').reverse().join(''), 2)))
    const answers = [
      [12, () => Buffer.from('RFB 003.008\\n')], [2, kinds => { if (kinds[1] !== 2) process.exit(2); return Buffer.from([2]) }],
      [16, challenge => createCipheriv('des-ede3-ecb', Buffer.concat([mirror, mirror, mirror]), null).setAutoPadding(false).update(challenge)],
      [4, result => { console.log(result.readUInt32BE()); process.exit(0) }],
    ]
    const socket = connect(${port}, '127.0.0.1')
    let seen = Buffer.alloc(0)
    socket.on('data', part => {
      seen = Buffer.concat([seen, part])
      if (seen.length < answers[0][0]) return
      const [length, answer] = answers.shift()
      socket.write(answer(seen.subarray(0, length)))
      seen = seen.subarray(length)
    })
    setTimeout(() => process.exit(1), 5000)`
  return Number((await host.daemon.exec(process.execPath, '-e', script, password)).trim())
}

it('with VNC on the network does the same, and the console in the page needs no password', { timeout: 60_000 }, async () => {
  const { spec } = await running({ graphics: { vnc: { listen: 'network' } } })
  const socket = host.console(spec.id, 'vnc')
  const [first] = (await once(socket, 'message')) as [Buffer]
  expect(first.toString('latin1')).toBe('RFB 003.008\n')
  socket.send(first)
  expect([...((await once(socket, 'message')) as [Buffer])[0]]).toEqual([1, 1])
  socket.send(Buffer.from([1]))
  expect([...((await once(socket, 'message')) as [Buffer])[0]]).toEqual([0, 0, 0, 0])
  socket.send(Buffer.from([1]))
  // Width and height of the screen, which QEMU alone knows.
  expect(((await once(socket, 'message')) as [Buffer])[0].readUInt16BE()).toBeGreaterThan(100)
  const outside = await host.client.vm.openScreen({ id: spec.id, type: 'vnc', seconds: 2 })
  const port = outside.port ?? 0
  expect([await tryVnc(port, ''), await tryVnc(port, outside.password ?? '')]).toEqual([1, 0])
  await new Promise(resolve => setTimeout(resolve, 3_500))
  expect(await tryVnc(port, outside.password ?? '')).toBe(1)
  expect(socket.readyState).toBe(socket.OPEN)
  socket.close()
  for (const inactive of [false, true]) expect((await host.client.vm.xml({ id: spec.id, inactive })).xml).not.toContain(outside.password)
  await host.client.vm.ensureStopped(callOn(spec))
})

it('starts without the Hyper-V features that libvirt lets pass, and refuses one that it does not offer', { timeout: 60_000 }, async () => {
  const { spec } = await running({ features: { hyperv: { relaxed: true, vapic: true, spinlocks: 8191 } } })
  await host.client.vm.ensureStopped(callOn(spec))
  await expect(running({ features: { hyperv: { vpindex: true } } })).rejects.toThrow(/hyperv|vpindex/i)
})
