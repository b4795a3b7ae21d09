import { AppError } from '@/server/domain/error'
import type { Db } from '@/server/store/db'
import { withAgent } from './agents'

/** The definition as libvirt has it now. Errors: WRONG_STATE when no host has it, HOST_UNREACHABLE, TIMEOUT. */
export async function vmXml(db: Db, id: string): Promise<string> {
  const vm = await db.vm.findUnique({ where: { id }, select: { name: true, hostId: true } })
  if (!vm?.hostId) {
    throw new AppError('WRONG_STATE', `No host has ${vm?.name ?? id} defined now.`, {
      subject: { type: 'vm', id, ...(vm ? { name: vm.name } : {}) },
      hint: 'It gets a definition when it is started.',
      reason: { code: 'not_defined', params: {} },
    })
  }
  return (await withAgent(db, vm.hostId, client => client.vm.xml({ id }))).xml
}
