import type { Codec } from './codec'

/** int, and everything XDR widens to it: enum, short, char. */
export const int: Codec<number> = {
  encode: (writer, value) => writer.int(value),
  decode: (reader) => reader.int(),
}

export const uint: Codec<number> = {
  encode: (writer, value) => writer.uint(value),
  decode: (reader) => reader.uint(),
}

/** Exact 64 bits. Where a figure is only ever counted or shown, `quantity` is handier. */
export const hyper: Codec<bigint> = {
  encode: (writer, value) => writer.hyper(value),
  decode: (reader) => reader.hyper(),
}

export const uhyper: Codec<bigint> = {
  encode: (writer, value) => writer.uhyper(value),
  decode: (reader) => reader.uhyper(),
}

/** Unsigned 64 bits as a number: sizes, KiB, nanoseconds. Above 2^53 it is rounded, which no size or counter here minds. */
export const quantity: Codec<number> = {
  encode: (writer, value) => writer.uhyper(BigInt(value)),
  decode: (reader) => reader.uint() * 2 ** 32 + reader.uint(),
}

/** Signed 64 bits as a number, rounded above 2^53 like `quantity`. */
export const signedQuantity: Codec<number> = {
  encode: (writer, value) => writer.hyper(BigInt(value)),
  decode: (reader) => Number(reader.hyper()),
}

export const double: Codec<number> = {
  encode: (writer, value) => writer.double(value),
  decode: (reader) => reader.double(),
}

export const bool: Codec<boolean> = {
  encode: (writer, value) => writer.uint(value ? 1 : 0),
  decode: (reader) => reader.bool(),
}

export const string: Codec<string> = {
  encode: (writer, value) => writer.string(value),
  decode: (reader) => reader.string(),
}

/** Variable length; decoding copies, so that a small value does not hold a large packet in memory. */
export const opaque: Codec<Buffer, Uint8Array> = {
  encode: (writer, value) => writer.opaque(value),
  decode: (reader) => Buffer.from(reader.opaque()),
}

/** No bytes at all: the argument or result of many procedures. */
export const nothing: Codec<void> = {
  encode: () => undefined,
  decode: () => undefined,
}
