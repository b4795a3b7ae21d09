import type { Channel } from '@/server/libvirt/rpc/channel'
import type { CallOptions, CallSpec, EncodeArgs } from '@/server/libvirt/rpc/procedure'
import type { RpcStream } from '@/server/libvirt/rpc/stream'
import { Program } from '@/server/libvirt/rpc/wire'
import type { Writer } from '@/server/libvirt/xdr/writer'
import type { AnyProcedure, Procedure, ProcedureTable, StreamProcedure } from './procedure'

/** Arguments may be left out altogether where none of them is required. */
type ArgsAndOptions<Args> = Record<never, never> extends Args ? [args?: Args, call?: CallOptions] : [args: Args, call?: CallOptions]
type Method<Subject, Args, Result> = [Subject] extends [void]
  ? (...rest: ArgsAndOptions<Args>) => Promise<Result>
  : (subject: Subject, ...rest: ArgsAndOptions<Args>) => Promise<Result>

type MethodOf<P> =
  P extends StreamProcedure<infer Subject, infer Args, infer Result>
    ? Method<Subject, Args, RpcStream<Result>>
    : P extends Procedure<infer Subject, infer Args, infer Result>
      ? Method<Subject, Args, Result>
      : never

/** A table of procedures as methods: `(subject, args, {timeoutMs, signal})`; without subject where the table has none. */
export type Bound<T> = { readonly [K in keyof T]: MethodOf<T[K]> }

/** Makes a table callable over a channel. `prefix` names the calls in errors (`domain.create`). */
export function bind<T extends ProcedureTable>(channel: Channel, prefix: string, table: T): Bound<T> {
  const methods: Record<string, unknown> = {}
  for (const [name, row] of Object.entries(table)) methods[name] = method(channel, `${prefix}.${name}`, row)
  return methods as Bound<T>
}

function method(channel: Channel, name: string, row: AnyProcedure): (...given: unknown[]) => Promise<unknown> {
  const spec: CallSpec<unknown> = { name, program: row.program ?? Program.REMOTE, number: row.number, long: row.long, result: row.result }
  const { subject, stream } = row
  const args = row.args as { encode(writer: Writer, value: unknown): void }
  const run = (encode: EncodeArgs, options: unknown): Promise<unknown> => {
    const call = options as CallOptions | undefined
    return stream ? channel.openStream(spec, stream, encode, call) : channel.call(spec, encode, call)
  }
  if (!subject) return (values = {}, options) => run((writer) => args.encode(writer, values), options)
  const on = subject as { encode(writer: Writer, value: unknown): void }
  return (object, values = {}, options) =>
    run((writer) => {
      on.encode(writer, object)
      args.encode(writer, values)
    }, options)
}
