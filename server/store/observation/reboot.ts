import type { Tx } from '../db'

/** Number of the newest audit event, as text. */
export async function lastEventId(tx: Tx): Promise<string> {
  const { _max } = await tx.event.aggregate({ _max: { id: true } })
  return String(_max.id ?? 0)
}

/** Was a reboot of the machine observed after that event? It has no state of its own, so the audit trail is what remembers it. */
export const rebootedAfter = async (tx: Tx, vmId: string, eventId: string): Promise<boolean> =>
  (await tx.event.count({ where: { subjectId: vmId, id: { gt: BigInt(eventId) }, code: { in: ['vm.rebooted', 'vm.stopped'] } } })) > 0
