import type { AnyCodec, Codec, Decoded, Encoded, OmissibleCodec } from './codec'
import { XdrError } from './errors'
import type { Reader } from './reader'
import type { Writer } from './writer'

export type Fields = Readonly<Record<string, AnyCodec>>
type OmissibleKeys<F> = { [K in keyof F]: F[K] extends { readonly omissible: true } ? K : never }[keyof F]

export type StructOut<F> = { [K in keyof F]: Decoded<F[K]> }
export type StructIn<F> = { [K in Exclude<keyof F, OmissibleKeys<F>>]: Encoded<F[K]> } & { [K in OmissibleKeys<F>]?: Encoded<F[K]> }

interface LooseCodec {
  encode(writer: Writer, value: unknown): void
  decode(reader: Reader): unknown
}

/** Fields in the order they are written here: that order is the wire format. */
export function struct<F extends Fields>(fields: F): Codec<StructOut<F>, StructIn<F>> {
  const entries = Object.entries(fields) as unknown as [string, LooseCodec][]
  return {
    encode(writer, value) {
      const record = value as Record<string, unknown>
      for (const [name, codec] of entries) encodeField(writer, name, codec, record[name])
    },
    decode(reader) {
      const record: Record<string, unknown> = {}
      for (const [name, codec] of entries) record[name] = codec.decode(reader)
      return record as StructOut<F>
    },
  }
}

function encodeField(writer: Writer, name: string, codec: LooseCodec, value: unknown): void {
  try {
    codec.encode(writer, value)
  } catch (error) {
    // TypeErrors come from callers without type checks; either way the field's name is what helps.
    throw new XdrError(`${name}: ${error instanceof Error ? error.message : String(error)}`)
  }
}

/** `<>` in the protocol: a count and the items. */
export function array<Out, In>(item: Codec<Out, In>): Codec<Out[], readonly In[]> {
  return {
    encode(writer, values) {
      writer.uint(values.length)
      for (const value of values) item.encode(writer, value)
    },
    decode(reader) {
      const count = reader.count()
      const values: Out[] = []
      for (let i = 0; i < count; i++) values.push(item.decode(reader))
      return values
    },
  }
}

/** A pointer type of the protocol (`remote_string`, `remote_domain`): absent, or the value. */
export function optional<Out, In>(codec: Codec<Out, In>): OmissibleCodec<Out | undefined, In> {
  return {
    omissible: true,
    encode(writer, value) {
      writer.uint(value === undefined ? 0 : 1)
      if (value !== undefined) codec.encode(writer, value)
    },
    decode: (reader) => (reader.bool() ? codec.decode(reader) : undefined),
  }
}

/** A field that callers may leave out; then `value` is sent. */
export function withDefault<Out, In>(codec: Codec<Out, In>, value: In): OmissibleCodec<Out, In> {
  return {
    omissible: true,
    encode: (writer, given) => codec.encode(writer, given ?? value),
    decode: (reader) => codec.decode(reader),
  }
}

/** A field that is always the same on the wire and that callers do not see as a choice. */
export function constant<Out>(codec: Codec<Out>, value: Out): OmissibleCodec<Out, never> {
  return { omissible: true, encode: (writer) => codec.encode(writer, value), decode: (reader) => codec.decode(reader) }
}

/** The same bytes in a form that suits the reader and the caller better. */
export function map<WireOut, WireIn, Out, In>(
  codec: Codec<WireOut, WireIn>,
  decoded: (wire: WireOut) => Out,
  encoded: (value: In) => WireIn,
): Codec<Out, In> {
  return { encode: (writer, value) => codec.encode(writer, encoded(value)), decode: (reader) => decoded(codec.decode(reader)) }
}

/** For results only: callers never send it. */
export function mapResult<WireOut, Out>(codec: Codec<WireOut, never>, decoded: (wire: WireOut) => Out): Codec<Out, never> {
  return { encode: () => undefined, decode: (reader) => decoded(codec.decode(reader)) }
}

/** Two values one after the other, of which only the first matters (an array and libvirt's repetition of its length). */
export function first<Out, In>(codec: Codec<Out, In>, ignored: AnyCodec): Codec<Out, never> {
  return {
    encode: () => undefined,
    decode(reader) {
      const value = codec.decode(reader)
      ignored.decode(reader)
      return value
    },
  }
}
