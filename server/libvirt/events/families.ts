import { constant, optional } from '@/server/libvirt/xdr/compose'
import type { Codec } from '@/server/libvirt/xdr/codec'
import { int, nothing, string, uint } from '@/server/libvirt/xdr/primitives'
import { proc, QEMU } from '@/server/libvirt/procedures/procedure'
import { Program } from '@/server/libvirt/rpc/wire'
import { domainEvents } from './domain'
import type { EventsOf, EventTable } from './event'
import { monitorEvents } from './monitor'
import { networkEvents, nodeDeviceEvents, secretEvents, storagePoolEvents } from './others'

/** No object named: events of all objects of the family. */
const every = constant(uint, 0)

const family = (register: number, deregister: number, events: EventTable) => ({
  program: Program.REMOTE as number,
  register: proc(register, { eventId: int, object: every }, int),
  deregister: proc(deregister, { callbackId: int }, nothing),
  events,
})

/** In place of a number, QEMU's events are asked for by name. */
const unsent: Codec<undefined, number> = { encode: () => undefined, decode: () => undefined }

/** What QEMU itself says, of all domains (libvirt-qemu.h): one event by its exact name. */
const monitorFamily = (name: string, events: EventTable): Family => ({
  program: Program.QEMU,
  register: proc(4, { domain: every, event: constant(optional(string), name), eventId: unsent, flags: constant(uint, 0) }, int, QEMU),
  deregister: proc(5, { callbackId: int }, nothing, QEMU),
  events,
})

export type Family = ReturnType<typeof family>

/** Each kind of object has its own pair of procedures that begin and end its events. */
export const families: readonly Family[] = [
  family(316, 317, domainEvents),
  family(313, 314, networkEvents),
  family(368, 369, storagePoolEvents),
  family(374, 375, nodeDeviceEvents),
  family(380, 381, secretEvents),
  monitorFamily('SHUTDOWN', monitorEvents),
]

export type LibvirtEvent =
  | EventsOf<typeof domainEvents>
  | EventsOf<typeof networkEvents>
  | EventsOf<typeof storagePoolEvents>
  | EventsOf<typeof nodeDeviceEvents>
  | EventsOf<typeof secretEvents>
  | EventsOf<typeof monitorEvents>

export type EventKind = LibvirtEvent['kind']
export type EventOf<K extends EventKind> = Extract<LibvirtEvent, { kind: K }>
