import { decodeAll } from '@/server/libvirt/xdr/codec'
import { XdrError } from '@/server/libvirt/xdr/errors'
import { Reader } from '@/server/libvirt/xdr/reader'
import { CallTimeoutError, ConnectionLostError, ProtocolError } from './errors'
import { LibvirtError } from './libvirtError'
import type { CallSpec } from './procedure'
import { Status } from './wire'
import type { Packet } from './wire'

interface Pending {
  settle(packet: Packet): void
  fail(error: Error): void
}

export interface ExpectOptions {
  /** Default: as long as the connection lasts. */
  timeoutMs?: number
  signal?: AbortSignal
}

/** Calls that wait for their reply, by serial. Replies may come in any order. */
export class Calls {
  private readonly pending = new Map<number, Pending>()
  private serial = 0

  get outstanding(): number {
    return this.pending.size
  }

  nextSerial(): number {
    this.serial = this.serial === 0xffffffff ? 1 : this.serial + 1
    return this.serial
  }

  /** The reply to `serial`, decoded. Register before sending. Errors: LibvirtError, CallTimeoutError, ConnectionLostError, the signal's reason. */
  expect<Result>(serial: number, spec: CallSpec<Result>, { timeoutMs, signal }: ExpectOptions): Promise<Result> {
    return new Promise<Result>((resolve, reject) => {
      const finish = (): void => {
        this.pending.delete(serial)
        clearTimeout(timer)
        signal?.removeEventListener('abort', onAbort)
      }
      const fail = (error: unknown): void => {
        finish()
        reject(error)
      }
      const onAbort = (): void => fail(signal?.reason)
      const timer = timeoutMs === undefined ? undefined : setTimeout(() => fail(new CallTimeoutError(spec.name, timeoutMs)), timeoutMs)
      signal?.addEventListener('abort', onAbort, { once: true })
      this.pending.set(serial, {
        fail,
        settle(packet) {
          finish()
          try {
            if (packet.status !== Status.OK) reject(LibvirtError.decode(packet.payload, spec.name))
            else resolve(decodeAll(spec.result, new Reader(packet.payload)))
          } catch (cause) {
            reject(cause instanceof XdrError ? new ProtocolError(`reply to ${spec.name} cannot be read: ${cause.message}`, { cause }) : cause)
          }
        },
      })
    })
  }

  /** False when nobody waits for it: the call was given up. */
  reply(packet: Packet): boolean {
    const call = this.pending.get(packet.serial)
    call?.settle(packet)
    return call !== undefined
  }

  failOne(serial: number, error: Error): void {
    this.pending.get(serial)?.fail(error)
  }

  failAll(cause: Error | undefined): void {
    for (const call of this.pending.values()) call.fail(new ConnectionLostError('the connection to libvirt was lost during the call', { cause }))
  }
}
