import { decodeAll } from '@/server/libvirt/xdr/codec'
import type { Decoded } from '@/server/libvirt/xdr/codec'
import { optional, struct } from '@/server/libvirt/xdr/compose'
import { int, string } from '@/server/libvirt/xdr/primitives'
import { Reader } from '@/server/libvirt/xdr/reader'
import { uuid } from '@/server/libvirt/xdr/special'
import { ErrorCode, ErrorDomain } from './errorCodes'

const wireError = struct({
  code: int,
  domain: int,
  message: optional(string),
  level: int,
  dom: optional(struct({ name: string, uuid, id: int })),
  str1: optional(string),
  str2: optional(string),
  str3: optional(string),
  int1: int,
  int2: int,
  net: optional(struct({ name: string, uuid })),
})

/** What libvirt answered instead of a result. Fields are those of virError (virterror.h); `code` is one of ErrorCode, `domain` of ErrorDomain. */
export class LibvirtError extends Error {
  override readonly name = 'LibvirtError'
  readonly code: number
  /** The code's name in virterror.h without VIR_ERR_, as `NO_DOMAIN`; the number where it has none here. */
  readonly codeName: string
  readonly domain: number
  readonly level: number
  readonly str1: string | undefined
  readonly str2: string | undefined
  readonly str3: string | undefined
  readonly int1: number
  readonly int2: number

  constructor(
    wire: Decoded<typeof wireError>,
    /** What was called, as `domain.create`. */
    readonly procedure: string,
  ) {
    super(wire.message ?? `libvirt error ${nameOf(ErrorCode, wire.code)} from ${nameOf(ErrorDomain, wire.domain)}`)
    this.code = wire.code
    this.codeName = nameOf(ErrorCode, wire.code)
    this.domain = wire.domain
    this.level = wire.level
    this.str1 = wire.str1
    this.str2 = wire.str2
    this.str3 = wire.str3
    this.int1 = wire.int1
    this.int2 = wire.int2
  }

  static decode(payload: Buffer, procedure: string): LibvirtError {
    return new LibvirtError(decodeAll(wireError, new Reader(payload)), procedure)
  }
}

/** `isLibvirtError(error, 'NO_DOMAIN', 'NO_NETWORK')`: was it libvirt, and one of these codes? Without codes: any. */
export function isLibvirtError(error: unknown, ...codes: (keyof typeof ErrorCode)[]): error is LibvirtError {
  return error instanceof LibvirtError && (codes.length === 0 || codes.some((code) => ErrorCode[code] === error.code))
}

function nameOf(table: Readonly<Record<string, number>>, value: number): string {
  return Object.keys(table).find((name) => table[name] === value) ?? String(value)
}
