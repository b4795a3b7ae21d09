import type { Reader } from './reader'
import type { Writer } from './writer'

/**
 * One XDR type, declared once for both directions. `In` is what callers may pass, `Out` what they get; they differ only where
 * a value may be left out (flags, optional strings) or be given in a looser form (a domain by its uuid alone).
 */
export interface Codec<Out, In = Out> {
  encode(writer: Writer, value: In): void
  decode(reader: Reader): Out
}

/** A codec whose field may be left out of a struct when encoding. */
export interface OmissibleCodec<Out, In = Out> extends Codec<Out, In | undefined> {
  readonly omissible: true
}

/** Any codec, where only the shape matters. `never` makes it accept every input type. */
export type AnyCodec = Codec<unknown, never>

export type Decoded<C> = C extends Codec<infer Out, never> ? Out : never
export type Encoded<C> = C extends { encode(writer: Writer, value: infer In): void } ? In : never

/** Bytes of a whole value: for tests and for payloads kept apart from packets. */
export function decodeAll<Out>(codec: { decode(reader: Reader): Out }, reader: Reader): Out {
  const value = codec.decode(reader)
  reader.end()
  return value
}
