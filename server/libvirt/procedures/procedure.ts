import { struct } from '@/server/libvirt/xdr/compose'
import type { Fields, StructIn } from '@/server/libvirt/xdr/compose'
import type { Codec } from '@/server/libvirt/xdr/codec'
import { Program } from '@/server/libvirt/rpc/wire'
import type { StreamKind } from '@/server/libvirt/rpc/procedure'

export interface Traits {
  /** libvirt may work on it for minutes: another time-out, and a place among the few that may run at once. */
  readonly long?: boolean
  readonly program?: number
}

/** One row of a table: the number on the wire, what goes in, what comes out. `Subject` is the object it is done to. */
export interface Procedure<Subject, Args, Result> extends Traits {
  readonly number: number
  readonly subject: Codec<unknown, Subject> | undefined
  readonly args: Codec<unknown, Args>
  readonly result: Codec<Result, never>
}

export interface StreamProcedure<Subject, Args, Result> extends Procedure<Subject, Args, Result> {
  readonly stream: StreamKind
}

/** A procedure that is not done to an object: `proc(1, { uri: optional(string) }, nothing)`. */
export function proc<F extends Fields, Out>(number: number, args: F, result: Codec<Out, never>, traits?: Traits): Procedure<void, StructIn<F>, Out> {
  return { number, subject: undefined, args: struct(args), result, ...traits }
}

type Row<Subject> = <F extends Fields, Out>(number: number, args: F, result: Codec<Out, never>, traits?: Traits) => Procedure<Subject, StructIn<F>, Out>

/** For a table whose procedures all take the same kind of object first: `const ofDomain = on(domainRef)`. */
export function on<Subject>(subject: Codec<unknown, Subject>): Row<Subject> {
  return (number, args, result, traits) => ({ number, subject, args: struct(args), result, ...traits })
}

/** The row opens a stream: bytes follow its reply. */
export function streaming<Subject, Args, Out>(row: Procedure<Subject, Args, Out>, stream: StreamKind): StreamProcedure<Subject, Args, Out> {
  return { ...row, stream }
}

export const QEMU: Traits = { program: Program.QEMU }
export const LONG: Traits = { long: true }

export type AnyProcedure = Procedure<never, never, unknown> & { readonly stream?: StreamKind }
export type ProcedureTable = Readonly<Record<string, AnyProcedure>>
