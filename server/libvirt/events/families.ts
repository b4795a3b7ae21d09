import { constant } from '@/server/libvirt/xdr/compose'
import { int, nothing, uint } from '@/server/libvirt/xdr/primitives'
import { proc } from '@/server/libvirt/procedures/procedure'
import { domainEvents } from './domain'
import type { EventsOf, EventTable } from './event'
import { networkEvents, nodeDeviceEvents, secretEvents, storagePoolEvents } from './others'

/** No object named: events of all objects of the family. */
const every = constant(uint, 0)

const family = (register: number, deregister: number, events: EventTable) => ({
  register: proc(register, { eventId: int, object: every }, int),
  deregister: proc(deregister, { callbackId: int }, nothing),
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
]

export type LibvirtEvent =
  | EventsOf<typeof domainEvents>
  | EventsOf<typeof networkEvents>
  | EventsOf<typeof storagePoolEvents>
  | EventsOf<typeof nodeDeviceEvents>
  | EventsOf<typeof secretEvents>

export type EventKind = LibvirtEvent['kind']
export type EventOf<K extends EventKind> = Extract<LibvirtEvent, { kind: K }>
