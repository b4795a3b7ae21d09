import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { errorBody, pair } from '@/server/libvirt/testing/peer'
import type { Peer } from '@/server/libvirt/testing/peer'
import { int, nothing } from '@/server/libvirt/xdr/primitives'
import { Channel } from './channel'
import type { ChannelOptions } from './channel'
import { CallTimeoutError, ConnectionLostError, ProtocolError } from './errors'
import { isLibvirtError } from './libvirtError'
import type { CallSpec } from './procedure'
import { KeepaliveProcedure, MessageType, Program, Status } from './wire'
import type { Packet } from './wire'

const OPTIONS: ChannelOptions = { keepalive: { intervalMs: 0, count: 2 }, callTimeoutMs: 20_000, longCallTimeoutMs: 20_000, streamBacklogBytes: 1024 }
const answer: CallSpec<number> = { name: 'test.answer', program: Program.REMOTE, number: 59, result: int }
const long: CallSpec<void> = { name: 'test.long', program: Program.REMOTE, number: 60, result: nothing, long: true }
const noArgs = (): void => undefined
const failureOf = (promise: Promise<unknown>): Promise<unknown> => promise.then(() => 'no failure', (error: unknown) => error)
const isPing = (packet: Packet): boolean => packet.program === Program.KEEPALIVE && packet.procedure === KeepaliveProcedure.PING

let peer: Peer
let close: () => void
let start: (options?: Partial<ChannelOptions>) => Channel

beforeEach(async () => {
  const connected = await pair()
  ;({ peer, close } = connected)
  start = (options) => new Channel(connected.socket, { ...OPTIONS, ...options })
})
afterEach(() => close())

describe('calls', () => {
  it('match replies by serial, in whatever order they come', async () => {
    const channel = start()
    const replies = Promise.all([channel.call(answer, noArgs), channel.call(answer, noArgs)])
    const [first, second] = [await peer.next(), await peer.next()]
    peer.reply(second, (writer) => writer.int(2))
    peer.reply(first, (writer) => writer.int(1))
    expect(await replies).toEqual([1, 2])
  })

  it('fail with what libvirt says, and name the procedure', async () => {
    const failure = failureOf(start().call(answer, noArgs))
    peer.send({ ...(await peer.next()), type: MessageType.REPLY, status: Status.ERROR }, errorBody(42, 'no such domain'))
    const error = await failure
    expect(isLibvirtError(error, 'NO_DOMAIN')).toBe(true)
    expect(error).toMatchObject({ code: 42, domain: 10, level: 2, message: 'no such domain', int1: -1, procedure: 'test.answer', codeName: 'NO_DOMAIN' })
  })

  it('fail when the arguments cannot be encoded, and leave the connection usable', async () => {
    const channel = start()
    await expect(channel.call(answer, (writer) => writer.uint(-1))).rejects.toThrow('-1 is not an unsigned')
    const reply = channel.call(answer, noArgs)
    peer.reply(await peer.next(), (writer) => writer.int(5))
    expect(await reply).toBe(5)
  })

  it('fail when the reply does not fit the codec', async () => {
    const failure = failureOf(start().call(answer, noArgs))
    peer.reply(await peer.next(), (writer) => writer.string('not a number'))
    const error = await failure
    expect(error).toBeInstanceOf(ProtocolError)
    expect(error).toHaveProperty('message', 'reply to test.answer cannot be read: 12 bytes too many (at byte 4)')
  })

  it('time out; a reply that comes later disturbs nobody', async () => {
    const channel = start()
    await expect(channel.call(answer, noArgs, { timeoutMs: 1 })).rejects.toThrow(CallTimeoutError)
    peer.reply(await peer.next(), (writer) => writer.int(1))
    const reply = channel.call(answer, noArgs)
    peer.reply(await peer.next(), (writer) => writer.int(2))
    expect(await reply).toBe(2)
  })

  it('are given up by their signal', async () => {
    const given = new AbortController()
    const failure = failureOf(start().call(answer, noArgs, { signal: given.signal }))
    await peer.next()
    given.abort(new Error('changed my mind'))
    expect(await failure).toHaveProperty('message', 'changed my mind')
  })

  it('that are long leave one of the five places of a client free', async () => {
    const channel = start()
    const calls = Array.from({ length: 5 }, () => channel.call(long, noArgs))
    const running = [await peer.next(), await peer.next(), await peer.next(), await peer.next()]
    void channel.call(answer, noArgs).catch(() => undefined)
    expect((await peer.next()).procedure).toBe(answer.number)
    running.forEach((packet) => peer.reply(packet))
    await Promise.all(calls.slice(0, 4))
    peer.reply(await peer.next())
    await calls[4]
  })
})

describe('the connection', () => {
  it('fails what waits when it is lost', async () => {
    const channel = start()
    const failure = failureOf(channel.call(answer, noArgs))
    await peer.next()
    peer.socket.destroy()
    expect(await failure).toBeInstanceOf(ConnectionLostError)
    expect(await channel.closed).toHaveProperty('message', 'libvirtd closed the connection')
    await expect(channel.call(answer, noArgs)).rejects.toThrow(ConnectionLostError)
  })

  it('is cut on bytes that are not libvirt, with a clear reason', async () => {
    const channel = start()
    const failure = failureOf(channel.call(answer, noArgs))
    peer.socket.write('SSH-2.0-OpenSSH_9.2\r\n')
    expect(await channel.closed).toHaveProperty('message', expect.stringContaining("this is not libvirt's protocol"))
    expect(await failure).toMatchObject({ cause: expect.any(ProtocolError) as unknown })
  })

  it('sends what was said before an orderly end', async () => {
    const channel = start()
    void channel.call(answer, noArgs).catch(() => undefined)
    channel.close()
    expect((await peer.next()).procedure).toBe(answer.number)
    expect(await channel.closed).toBeUndefined()
  })
})

describe('keepalive', () => {
  it('answers the server', async () => {
    start()
    peer.send({ program: Program.KEEPALIVE, procedure: KeepaliveProcedure.PING })
    expect(await peer.next()).toMatchObject({ program: Program.KEEPALIVE, procedure: KeepaliveProcedure.PONG, type: MessageType.MESSAGE })
  })

  it('asks a silent server and gives it up when it does not answer', async () => {
    const channel = start({ keepalive: { intervalMs: 5, count: 2 } })
    const failure = failureOf(channel.call(answer, noArgs))
    await peer.next(isPing)
    expect(await channel.closed).toHaveProperty('message', 'no sign of life from libvirtd for 15 ms')
    expect(await failure).toBeInstanceOf(ConnectionLostError)
  })

  it('takes any answer as a sign of life', async () => {
    const channel = start({ keepalive: { intervalMs: 20, count: 3 } })
    for (let ping = 0; ping < 6; ping++) {
      await peer.next(isPing)
      peer.send({ program: Program.KEEPALIVE, procedure: KeepaliveProcedure.PONG })
    }
    expect(channel.isClosed).toBe(false)
  })
})
