import { once } from 'node:events'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { errorBody, pair } from '@/server/libvirt/testing/peer'
import type { Peer } from '@/server/libvirt/testing/peer'
import { nothing } from '@/server/libvirt/xdr/primitives'
import { Channel } from './channel'
import type { CallOptions, CallSpec, StreamKind } from './procedure'
import type { RpcStream } from './stream'
import { MessageType, Program, Status } from './wire'
import type { Packet } from './wire'

const spec: CallSpec<void> = { name: 'test.stream', program: Program.REMOTE, number: 201, result: nothing }
const noArgs = (): void => undefined
const data = (text: string) => (writer: { fixed(bytes: Uint8Array): void }) => writer.fixed(Buffer.from(text))

let peer: Peer
let channel: Channel
let close: () => void

beforeEach(async () => {
  const connected = await pair()
  ;({ peer, close } = connected)
  channel = new Channel(connected.socket, { keepalive: { intervalMs: 0, count: 1 }, callTimeoutMs: 20_000, longCallTimeoutMs: 20_000, streamBacklogBytes: 8 })
})
afterEach(() => close())

async function open(kind: StreamKind, options?: CallOptions): Promise<{ stream: RpcStream<void>; call: Packet }> {
  const opening = channel.openStream(spec, kind, noArgs, options)
  const call = await peer.next()
  peer.reply(call)
  const stream = await opening
  // Some tests leave it open; the end of their connection is then no news.
  stream.on('error', () => undefined)
  return { stream, call }
}

async function readAll(stream: AsyncIterable<unknown>): Promise<unknown[]> {
  const chunks: unknown[] = []
  for await (const chunk of stream) chunks.push(Buffer.isBuffer(chunk) ? chunk.toString() : chunk)
  return chunks
}

describe('reading', () => {
  it('ends when the server has no more, and then confirms', async () => {
    const opening = channel.openStream(spec, { direction: 'read' }, noArgs)
    const call = await peer.next()
    // In one segment with the reply, as libvirt does it.
    peer.socket.cork()
    peer.reply(call)
    peer.stream(call, Status.CONTINUE, data('abcd'))
    peer.stream(call, Status.CONTINUE, data('efgh'))
    peer.stream(call, Status.CONTINUE)
    peer.socket.uncork()
    const content = readAll(await opening)
    expect(await peer.next()).toMatchObject({ type: MessageType.STREAM, status: Status.OK, serial: call.serial })
    peer.stream(call, Status.OK)
    expect((await content).join('')).toBe('abcdefgh')
    expect(channel.openStreams).toBe(0)
  })

  it('keeps holes in their place', async () => {
    const { stream, call } = await open({ direction: 'read', sparse: true })
    peer.stream(call, Status.CONTINUE, data('data'))
    peer.send({ ...call, type: MessageType.STREAM_HOLE, status: Status.CONTINUE }, (writer) => (writer.hyper(4096n), writer.uint(0)))
    peer.stream(call, Status.CONTINUE, data('more'))
    peer.stream(call, Status.CONTINUE)
    const content = readAll(stream)
    await peer.next()
    peer.stream(call, Status.OK)
    expect(await content).toEqual(['data', { hole: 4096 }, 'more'])
  })

  it('stops reading from the connection while a reader lags, and goes on when it catches up', async () => {
    const { stream, call } = await open({ direction: 'read' })
    const text = 'x'.repeat(256 * 1024)
    for (let packet = 0; packet < 64; packet++) peer.stream(call, Status.CONTINUE, data(text))
    // What the system buffers is a few hundred KiB; the rest of the 16 MiB stays with the server.
    const drained = once(peer.socket, 'drain')
    await once(stream, 'readable')
    expect(peer.socket.writableLength).toBeGreaterThan(4 * 1024 * 1024)
    peer.stream(call, Status.CONTINUE)
    const content = readAll(stream)
    await peer.next()
    peer.stream(call, Status.OK)
    expect((await content).join('').length).toBe(64 * text.length)
    await drained
  })

  it('fails with the error of the server', async () => {
    const { stream, call } = await open({ direction: 'both' })
    peer.stream(call, Status.ERROR, errorBody(38, 'stream had I/O failure'))
    await expect(readAll(stream)).rejects.toMatchObject({ code: 38, message: 'stream had I/O failure', procedure: 'test.stream' })
    expect(channel.openStreams).toBe(0)
  })

  it('fails when the connection is lost', async () => {
    const { stream } = await open({ direction: 'read' })
    peer.socket.destroy()
    await expect(readAll(stream)).rejects.toThrow('the connection to libvirt was lost')
  })
})

describe('writing', () => {
  it('is finished only when the server has confirmed', async () => {
    const { stream, call } = await open({ direction: 'write' })
    let confirmed = false
    const finish = once(stream, 'finish').then(() => expect(confirmed).toBe(true))
    stream.end('abcd')
    expect(await peer.next()).toMatchObject({ type: MessageType.STREAM, status: Status.CONTINUE, payload: Buffer.from('abcd') })
    expect(await peer.next()).toMatchObject({ type: MessageType.STREAM, status: Status.OK })
    confirmed = true
    peer.stream(call, Status.OK)
    await finish
  })

  it('cuts what is too large for one packet', async () => {
    const { stream } = await open({ direction: 'write' })
    stream.write(Buffer.alloc(300_000))
    expect((await peer.next()).payload.length).toBe(262_120)
    expect((await peer.next()).payload.length).toBe(300_000 - 262_120)
  })

  it('sends holes', async () => {
    const { stream } = await open({ direction: 'write', sparse: true })
    stream.write({ hole: 2 ** 33 })
    const packet = await peer.next()
    expect(packet).toMatchObject({ type: MessageType.STREAM_HOLE, status: Status.CONTINUE })
    expect(packet.payload.toString('hex')).toBe('000000020000000000000000')
  })

  it('fails when the server refuses the end', async () => {
    const { stream, call } = await open({ direction: 'write' })
    stream.end()
    const failure = once(stream, 'finish')
    await peer.next()
    peer.stream(call, Status.ERROR, errorBody(38, 'disk full'))
    await expect(failure).rejects.toThrow('disk full')
  })
})

describe('giving up', () => {
  it('aborts, and is closed when the server has let go', async () => {
    const { stream, call } = await open({ direction: 'both' })
    const closed = once(stream, 'close')
    stream.destroy()
    expect(await peer.next()).toMatchObject({ type: MessageType.STREAM, status: Status.ERROR, serial: call.serial })
    expect(channel.openStreams).toBe(1)
    peer.stream(call, Status.CONTINUE, data('late'))
    peer.stream(call, Status.OK)
    await closed
    expect(channel.openStreams).toBe(0)
  })

  it('follows the signal', async () => {
    const given = new AbortController()
    const { stream, call } = await open({ direction: 'both' }, { signal: given.signal })
    const failure = readAll(stream)
    given.abort()
    expect(await peer.next()).toMatchObject({ status: Status.ERROR, serial: call.serial })
    peer.stream(call, Status.OK)
    await expect(failure).rejects.toMatchObject({ name: 'AbortError' })
  })

  it('before the server has answered lets go of the stream once it has', async () => {
    const given = new AbortController()
    const opening = channel.openStream(spec, { direction: 'both' }, noArgs, { signal: given.signal })
    const call = await peer.next()
    given.abort(new Error('too late'))
    await expect(opening).rejects.toThrow('too late')
    peer.reply(call)
    expect(await peer.next()).toMatchObject({ type: MessageType.STREAM, status: Status.ERROR, serial: call.serial })
  })
})
