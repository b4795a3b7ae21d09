import type { Reader } from '@/server/libvirt/xdr/reader'
import type { Writer } from '@/server/libvirt/xdr/writer'

/** Which way the bytes of a stream go, seen from here; `sparse` streams carry holes as well. */
export interface StreamKind {
  readonly direction: 'read' | 'write' | 'both'
  readonly sparse?: boolean
}

/** All that the RPC layer has to know about a procedure. */
export interface CallSpec<Result> {
  /** For messages, as `domain.create`. */
  readonly name: string
  readonly program: number
  readonly number: number
  /** libvirt works minutes on it (a copy, a migration): it gets the long time-out and one of few places. */
  readonly long?: boolean
  readonly result: { decode(reader: Reader): Result }
}

export type EncodeArgs = (writer: Writer) => void

export interface CallOptions {
  /** Time until CallTimeoutError; default: the connection's `callTimeoutMs` (`longCallTimeoutMs` for long procedures). */
  readonly timeoutMs?: number
  /** Gives the call up here and now; libvirt may still carry it out. For streams: also destroys the stream later on. */
  readonly signal?: AbortSignal
}
