import type { Codec } from './codec'
import { XdrError } from './errors'

/** `opaque name[length]`: no length on the wire. Decoding copies. */
export function opaqueFixed(length: number): Codec<Buffer, Uint8Array> {
  return {
    encode(writer, value) {
      if (value.length !== length) throw new XdrError(`${value.length} bytes instead of ${length}`)
      writer.fixed(value)
    },
    decode: (reader) => Buffer.from(reader.fixed(length)),
  }
}

/** `char name[length]`: XDR widens each character to four bytes; the text ends at the first NUL. */
export function charArray(length: number): Codec<string, never> {
  return {
    encode: () => undefined,
    decode(reader) {
      const codes: number[] = []
      for (let i = 0; i < length; i++) codes.push(reader.int() & 0xff)
      const end = codes.indexOf(0)
      return Buffer.from(end < 0 ? codes : codes.slice(0, end)).toString('utf8')
    },
  }
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** 16 bytes, as the text everybody knows: 8-4-4-4-12, lower case. */
export const uuid: Codec<string> = {
  encode(writer, value) {
    if (!UUID.test(value)) throw new XdrError(`'${value}' is not a UUID`)
    writer.fixed(Buffer.from(value.replaceAll('-', ''), 'hex'))
  },
  decode(reader) {
    const hex = reader.fixed(16).toString('hex')
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
  },
}

/** An enum by the names of its values, counted from 0. A value from a newer libvirt becomes `unknown`. */
export function enumeration<const Name extends string>(...names: readonly Name[]): Codec<Name | 'unknown', Name> {
  return {
    encode(writer, value) {
      const index = names.indexOf(value)
      if (index < 0) throw new XdrError(`'${value}' is none of ${names.join(', ')}`)
      writer.int(index)
    },
    decode: (reader) => names[reader.int()] ?? 'unknown',
  }
}
