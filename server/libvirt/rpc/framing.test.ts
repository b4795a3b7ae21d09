import { describe, expect, it } from 'vitest'
import { bytes, hex } from '@/server/libvirt/testing/hex'
import { Writer } from '@/server/libvirt/xdr/writer'
import { Framing, writePacket } from './framing'
import { Program } from './wire'
import type { Packet } from './wire'

//              length   program  version  proc     type     serial   status   payload
const REPLY = ' 00000020 20008086 00000001 0000003b 00000001 00000007 00000000 0000002a'
const EVENT = ' 0000001c 20008086 00000001 0000013e 00000002 00000000 00000000'

function packetsOf(...chunks: Buffer[]): Packet[] {
  const packets: Packet[] = []
  const framing = new Framing()
  for (const chunk of chunks) framing.push(chunk, (packet) => packets.push(packet))
  return packets
}

const summary = ({ procedure, type, serial, payload }: Packet) => ({ procedure, type, serial, payload: hex(payload) })
const reply = { procedure: 59, type: 1, serial: 7, payload: '0000002a' }
const event = { procedure: 318, type: 2, serial: 0, payload: '' }

describe('Framing', () => {
  it('reads the header', () => {
    expect(packetsOf(bytes(REPLY))).toMatchObject([{ program: Program.REMOTE, version: 1, procedure: 59, type: 1, serial: 7, status: 0 }])
  })

  it('finds several packets in one chunk', () => {
    expect(packetsOf(bytes(REPLY + EVENT + REPLY)).map(summary)).toEqual([reply, event, reply])
  })

  it('puts packets together however they are cut', () => {
    const all = bytes(REPLY + EVENT)
    for (let cut = 1; cut < all.length; cut++) {
      expect(packetsOf(all.subarray(0, cut), all.subarray(cut)).map(summary), `cut at ${cut}`).toEqual([reply, event])
    }
    expect(packetsOf(...Array.from(all, (_byte, i) => all.subarray(i, i + 1))).map(summary)).toEqual([reply, event])
  })

  it.each([
    ['a text protocol', Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'), 'packet of 1213486160 bytes announced'],
    ['a packet over 32 MiB', bytes('02000005'), 'packet of 33554437 bytes announced'],
    ['a packet shorter than its header', bytes('0000001b'), 'packet of 27 bytes announced'],
    ['another version', bytes('0000001c 20008086 00000002 0000013e 00000002 00000000 00000000'), 'program version 2 instead of 1'],
    ['an unknown message type', bytes('0000001c 20008086 00000001 0000013e 00000009 00000000 00000000'), 'message type 9 does not exist'],
  ])('refuses %s', (_name, chunk, message) => {
    expect(() => packetsOf(chunk)).toThrow(message)
  })
})

describe('writePacket', () => {
  const header = { program: Program.REMOTE, procedure: 59, type: 0, serial: 7, status: 0 }

  it('writes length, header and body', () => {
    const writer = new Writer()
    writePacket(writer, header, (w) => w.string('hi'))
    expect(hex(writer.take())).toBe('00000024 20008086 00000001 0000003b 00000000 00000007 00000000 00000002 68690000')
  })

  it('counts a payload that is sent apart', () => {
    const writer = new Writer()
    writePacket(writer, header, undefined, 10)
    expect(hex(writer.take().subarray(0, 4))).toBe('00000026')
  })

  it('leaves nothing behind when the body cannot be encoded', () => {
    const writer = new Writer()
    writePacket(writer, header)
    expect(() => writePacket(writer, header, (w) => (w.int(1), w.uint(-1)))).toThrow('-1 is not')
    expect(writer.length).toBe(28)
  })
})
