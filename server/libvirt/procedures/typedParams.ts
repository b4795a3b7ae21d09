import type { Codec } from '@/server/libvirt/xdr/codec'
import { array, mapResult } from '@/server/libvirt/xdr/compose'
import { XdrError } from '@/server/libvirt/xdr/errors'
import { double, hyper, int, quantity, signedQuantity, string, uhyper, uint } from '@/server/libvirt/xdr/primitives'
import type { Reader } from '@/server/libvirt/xdr/reader'
import type { Writer } from '@/server/libvirt/xdr/writer'
import { truth } from './objects'

/** virTypedParameter: a named value that carries its type. 64-bit values are exact. */
export type TypedParam = { readonly field: string } & (
  | { readonly type: 'int' | 'uint' | 'double'; readonly value: number }
  | { readonly type: 'llong' | 'ullong'; readonly value: bigint }
  | { readonly type: 'boolean'; readonly value: boolean }
  | { readonly type: 'string'; readonly value: string }
)

/** The same without types: 64-bit values are numbers, rounded above 2^53. */
export type Params = Record<string, number | boolean | string>

interface ValueCodec {
  encode(writer: Writer, value: unknown): void
  decode(reader: Reader): unknown
}

const TYPES = ['int', 'uint', 'llong', 'ullong', 'double', 'boolean', 'string'] as const
const FIRST_TYPE = 1
const exact = [int, uint, hyper, uhyper, double, truth, string] as unknown as readonly ValueCodec[]
const plain = [int, uint, signedQuantity, quantity, double, truth, string] as unknown as readonly ValueCodec[]

function readType(reader: Reader): number {
  const index = reader.int() - FIRST_TYPE
  if (TYPES[index] === undefined) throw new XdrError(`typed parameter of unknown type ${index + FIRST_TYPE}`)
  return index
}

const typedParam: Codec<TypedParam> = {
  encode(writer, { field, type, value }) {
    const index = TYPES.indexOf(type)
    writer.string(field)
    writer.int(index + FIRST_TYPE)
    exact[index]?.encode(writer, value)
  },
  decode(reader) {
    const field = reader.string()
    const index = readType(reader)
    return { field, type: TYPES[index], value: exact[index]?.decode(reader) } as TypedParam
  },
}

const entry: Codec<readonly [string, number | boolean | string], never> = {
  encode: () => undefined,
  decode(reader) {
    const field = reader.string()
    return [field, plain[readType(reader)]?.decode(reader) as number | boolean | string]
  },
}

export const typedParams = array(typedParam)

/** For results that are only read: `{'cpu.time': 123, 'state.state': 1}`. */
export const params: Codec<Params, never> = mapResult(array(entry), (entries) => Object.fromEntries(entries))
