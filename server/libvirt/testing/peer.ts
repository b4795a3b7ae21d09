import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { Framing, writePacket } from '@/server/libvirt/rpc/framing'
import { dial } from '@/server/libvirt/rpc/socket'
import type { OutgoingHeader } from '@/server/libvirt/rpc/link'
import { MessageType, Program, Status } from '@/server/libvirt/rpc/wire'
import type { Packet } from '@/server/libvirt/rpc/wire'
import { Writer } from '@/server/libvirt/xdr/writer'

/** The server's end of a connection, played by a test: for what a real libvirtd does not do on demand. */
export class Peer {
  private readonly received: Packet[] = []
  private readonly framing = new Framing()
  private arrived: (() => void) | undefined

  constructor(readonly socket: Socket) {
    socket.on('data', (chunk) => this.framing.push(chunk, (packet) => this.received.push(packet)))
    socket.on('data', () => this.arrived?.())
    socket.on('error', () => undefined)
  }

  /** The next packet of the client that `wanted` accepts; others before it are dropped. */
  async next(wanted: (packet: Packet) => boolean = () => true): Promise<Packet> {
    for (;;) {
      const packet = this.received.shift()
      if (packet && wanted(packet)) return packet
      if (!packet) await new Promise<void>((resolve) => (this.arrived = resolve))
    }
  }

  send(header: Partial<OutgoingHeader>, body?: (writer: Writer) => void): void {
    const writer = new Writer()
    writePacket(writer, { program: Program.REMOTE, procedure: 0, type: MessageType.MESSAGE, serial: 0, status: Status.OK, ...header }, body)
    this.socket.write(writer.take())
  }

  reply({ program, procedure, serial }: Packet, body?: (writer: Writer) => void): void {
    this.send({ program, procedure, serial, type: MessageType.REPLY }, body)
  }

  stream({ program, procedure, serial }: Packet, status: number, body?: (writer: Writer) => void): void {
    this.send({ program, procedure, serial, type: MessageType.STREAM, status }, body)
  }
}

/** A connected pair over TCP on the loopback; `close` ends both and the listener. */
export async function pair(): Promise<{ peer: Peer; socket: Socket; close: () => void }> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const accepted = once(server, 'connection') as Promise<[Socket]>
  const socket = await dial({ host: '127.0.0.1', port: (server.address() as AddressInfo).port }, { timeoutMs: 5_000 })
  const [other] = await accepted
  const close = (): void => {
    socket.destroy()
    other.destroy()
    server.close()
  }
  return { peer: new Peer(other), socket, close }
}

/** The body of an error packet. */
export function errorBody(code: number, message: string): (writer: Writer) => void {
  return (writer) => {
    writer.int(code)
    writer.int(10)
    writer.uint(1)
    writer.string(message)
    writer.int(2)
    for (let absent = 0; absent < 4; absent++) writer.uint(0)
    writer.int(-1)
    writer.int(-1)
    writer.uint(0)
  }
}
