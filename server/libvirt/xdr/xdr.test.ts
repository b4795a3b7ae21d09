import { describe, expect, it } from 'vitest'
import { bytes, hex } from '@/server/libvirt/testing/hex'
import type { Codec } from './codec'
import { decodeAll } from './codec'
import { array, constant, map, optional, struct, withDefault } from './compose'
import { bool, double, hyper, int, opaque, quantity, string, uhyper, uint } from './primitives'
import { Reader } from './reader'
import { charArray, enumeration, opaqueFixed, uuid } from './special'
import { Writer } from './writer'

function encode<In>(codec: Codec<unknown, In>, value: In): string {
  const writer = new Writer()
  codec.encode(writer, value)
  return hex(writer.take())
}

function decode<Out>(codec: { decode(reader: Reader): Out }, wire: string): Out {
  return decodeAll(codec, new Reader(bytes(wire)))
}

describe('primitives', () => {
  it.each([
    ['int', int, -2, 'fffffffe'],
    ['uint', uint, 4294967295, 'ffffffff'],
    ['hyper', hyper, -2n, 'ffffffff fffffffe'],
    ['uhyper', uhyper, 0xffffffff00000001n, 'ffffffff 00000001'],
    ['quantity', quantity, 2 ** 32 + 7, '00000001 00000007'],
    ['double', double, 1.5, '3ff80000 00000000'],
    ['bool', bool, true, '00000001'],
    ['string', string, 'hello', '00000005 68656c6c 6f000000'],
    ['empty string', string, '', '00000000'],
    ['string of several bytes a letter', string, '虚拟', '00000006 e8999ae6 8b9f0000'],
    ['opaque', opaque, Buffer.from([1, 2, 3, 4]), '00000004 01020304'],
    ['opaque[6]', opaqueFixed(6), Buffer.from([1, 2, 3, 4, 5, 6]), '01020304 05060000'],
    ['uuid', uuid, '6695eb01-f6a4-8304-79aa-97f2502e193f', '6695eb01 f6a48304 79aa97f2 502e193f'],
    ['enumeration', enumeration('off', 'on'), 'on', '00000001'],
  ] as [string, Codec<unknown, unknown>, unknown, string][])('%s', (_name, codec, value, wire) => {
    expect(encode(codec, value)).toBe(wire)
    expect(decode(codec, wire)).toEqual(value)
  })

  it('shows an enumeration value of a newer libvirt as unknown', () => {
    expect(decode(enumeration('off', 'on'), '00000007')).toBe('unknown')
  })

  it('reads char[4] up to its NUL, four bytes a character', () => {
    expect(decode(charArray(4), '00000078 00000038 00000000 00000036')).toBe('x8')
  })
})

describe('compositions', () => {
  const shape = struct({ name: string, id: int })

  it('writes the fields of a struct in the order of their declaration', () => {
    expect(encode(shape, { id: 3, name: 'vm' })).toBe('00000002 766d0000 00000003')
    expect(decode(shape, '00000002 766d0000 00000003')).toEqual({ name: 'vm', id: 3 })
  })

  it('writes arrays with their count and pointers with their presence', () => {
    expect(encode(array(int), [1, 2])).toBe('00000002 00000001 00000002')
    expect(encode(optional(string), undefined)).toBe('00000000')
    expect(encode(optional(string), 'a')).toBe('00000001 00000001 61000000')
    expect(decode(optional(string), '00000001 00000001 61000000')).toBe('a')
  })

  it('lets fields be left out that have a default, are optional or constant', () => {
    const args = struct({ need: constant(int, 1), device: optional(string), flags: withDefault(uint, 0) })
    expect(encode(args, {})).toBe('00000001 00000000 00000000')
    expect(encode(args, { device: 'a', flags: 2 })).toBe('00000001 00000001 00000001 61000000 00000002')
  })

  it('maps in both directions', () => {
    const doubled = map(int, (n) => n * 2, (n: number) => n / 2)
    expect(encode(doubled, 8)).toBe('00000004')
    expect(decode(doubled, '00000004')).toBe(8)
  })
})

describe('bytes that are not XDR', () => {
  it.each([
    ['a string longer than the packet', string, '00000005 68656c6c', '8 bytes expected, 4 left (at byte 4)'],
    ['a string longer than libvirt allows', string, '00400001', 'string of 4194305 bytes, at most 4194304 are allowed (at byte 0)'],
    ['an array that cannot fit, before any allocation', array(int), 'ffffffff 00000001', 'array of 4294967295 items in 4 bytes (at byte 0)'],
    ['a truth value of 2', optional(int), '00000002', '2 is neither true nor false (at byte 0)'],
    ['bytes left over', int, '00000001 00000002', '4 bytes too many (at byte 4)'],
  ] as [string, Codec<unknown>, string, string][])('%s', (_name, codec, wire, message) => {
    expect(() => decode(codec, wire)).toThrow(message)
  })
})

describe('values XDR cannot carry', () => {
  it.each([
    ['a fraction as int', int, 1.5, '1.5 is not a 32-bit integer'],
    ['a negative uint', uint, -1, '-1 is not an unsigned 32-bit integer'],
    ['a number beyond 64 bits', uhyper, 2n ** 64n, '18446744073709551616 is not an unsigned 64-bit integer'],
    ['a NUL inside a string', string, 'a\0b', 'string contains a NUL character'],
    ['a wrong length', opaqueFixed(16), Buffer.alloc(3), '3 bytes instead of 16'],
    ['no uuid', uuid, 'vm-1', "'vm-1' is not a UUID"],
    ['a name that is none', enumeration('off', 'on'), 'up', "'up' is none of off, on"],
    ['a field, which is then named', struct({ vcpus: uint }), { vcpus: -4 }, 'vcpus: -4 is not an unsigned 32-bit integer'],
  ] as [string, Codec<unknown, unknown>, unknown, string][])('%s', (_name, codec, value, message) => {
    expect(() => encode(codec, value)).toThrow(message)
  })
})

describe('Writer', () => {
  it('keeps what was written when its slab is full, and never touches what was taken', () => {
    const writer = new Writer()
    writer.string('x'.repeat(60_000))
    const taken = writer.take()
    writer.int(1)
    writer.string('y'.repeat(70_000))
    const second = writer.take()
    expect(taken.toString('latin1', 4)).toBe('x'.repeat(60_000))
    expect(hex(second.subarray(0, 8))).toBe('00000001 00011170')
    expect(second.toString('latin1', 8)).toBe('y'.repeat(70_000))
  })

  it('patches and rewinds relative to the last take', () => {
    const writer = new Writer()
    writer.uint(9)
    writer.take()
    writer.uint(0)
    writer.uint(7)
    writer.rewind(4)
    writer.patch(0, 5)
    expect(hex(writer.take())).toBe('00000005')
  })
})
