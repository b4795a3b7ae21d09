import type { Codec, Decoded } from '@/server/libvirt/xdr/codec'
import { struct } from '@/server/libvirt/xdr/compose'
import type { Fields, StructOut } from '@/server/libvirt/xdr/compose'
import { int } from '@/server/libvirt/xdr/primitives'

/** One row of a table of events: the id to register for, the number of the message that then comes, and what is in it. */
export interface EventRow<Out> {
  readonly eventId: number
  readonly message: number
  readonly codec: Codec<Out, never>
}

/** Every message starts with the id of the callback it is for; listeners are found by kind, so it is of no use here. */
export function eventAs<Out>(eventId: number, message: number, body: Codec<Out, never>): EventRow<Out> {
  return {
    eventId,
    message,
    codec: {
      encode: () => undefined,
      decode(reader) {
        int.decode(reader)
        return body.decode(reader)
      },
    },
  }
}

export function event<F extends Fields>(eventId: number, message: number, fields: F): EventRow<StructOut<F>> {
  return eventAs(eventId, message, struct(fields))
}

export type EventTable = Readonly<Record<string, EventRow<unknown>>>

/** The union of a table's events, told apart by `kind`. */
export type EventsOf<T extends EventTable> = { [K in keyof T & string]: { kind: K } & Decoded<T[K]['codec']> }[keyof T & string]
