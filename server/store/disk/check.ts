import type { DiskCheck } from '@/server/contract/api/disk'
import { isSound } from '@/server/domain/disk/report'
import { change } from '../change'
import type { Db } from '../db'
import { appendEvent } from '../event'

interface Teller {
  jobId: string
  user: { id: string; username: string } | null
}

/** What a check or a repair has found, on the disk and in the audit trail. Every disk of the same image has it. */
export const recordCheck = (db: Db, { jobId, user }: Teller, { diskId, ...check }: DiskCheck & { diskId: string }): Promise<void> => db.$transaction(async tx => {
  const disk = await tx.disk.findUnique({ where: { id: diskId }, select: { name: true, path: true } })
  if (!disk) return
  const same = await tx.disk.findMany({ where: { path: disk.path }, select: { id: true } })
  await tx.disk.updateMany({ where: { path: disk.path }, data: { lastCheck: check } })
  for (const { id } of same) await change(tx, 'disks', id)
  const { corruptions, checkErrors, leaks, corruptionsFixed, leaksFixed } = check.report
  const sound = isSound(check.report)
  await appendEvent(tx, {
    code: sound ? 'disk.sound' : 'disk.damaged',
    severity: sound ? 'info' : 'warning',
    params: { damage: corruptions + checkErrors, leaks, fixed: corruptionsFixed + leaksFixed },
    message: sound ? `The image of ${disk.name} is sound.` : `The image of ${disk.name} is damaged: ${corruptions + checkErrors} errors.`,
    subject: { type: 'disk', id: diskId, name: disk.name }, user, jobId,
  })
})
