import { AppError } from '@/server/domain/error'
import type { Workflow } from './definition'
import { diskAttach } from './disk/attach'
import { diskCheck } from './disk/check'
import { diskCopy } from './disk/copy'
import { diskCreate } from './disk/create'
import { diskDelete } from './disk/delete'
import { diskDetach } from './disk/detach'
import { diskMove } from './disk/move'
import { diskMoveLive } from './disk/move-live'
import { diskRepair } from './disk/repair'
import { diskResize } from './disk/resize'
import { diskShrink } from './disk/shrink'
import { storageDomainDetach } from './storage-domain/detach'
import { imageFetch, imageUpload } from './upload/upload'
import { vmAdopt } from './vm/adopt'
import { vmApply } from './vm/apply'
import { vmBulk } from './vm/bulk'
import { vmClone } from './vm/clone'
import { vmCreate } from './vm/create'
import { vmDropChanges } from './vm/drop-changes'
import { vmDelete } from './vm/delete'
import { vmDiscardSaved } from './vm/discard-saved'
import { vmImport } from './vm/import'
import { vmMigrate } from './vm/migrate'
import { vmPoweroff } from './vm/poweroff'
import { vmReboot } from './vm/reboot'
import { vmRestart } from './vm/restart'
import { vmReset } from './vm/reset'
import { vmResume } from './vm/resume'
import { vmSave } from './vm/save'
import { vmShutdown } from './vm/shutdown'
import { vmStart } from './vm/start'
import { vmSuspend } from './vm/suspend'

/** Every long operation. The generic tests run over this table. */
export const workflows: readonly Workflow[] = [
  vmCreate, vmStart, vmShutdown, vmPoweroff, vmReboot, vmRestart, vmReset, vmSuspend, vmResume, vmSave, vmDiscardSaved, vmDelete, vmAdopt,
  vmMigrate, vmClone, vmImport, diskCreate, diskAttach, diskDetach, diskResize, diskShrink, diskCheck, diskRepair, diskCopy, diskMove, diskMoveLive, diskDelete, imageUpload, imageFetch, vmApply, vmDropChanges, vmBulk, storageDomainDetach,
]

/** Errors: INTERNAL for a kind that this version does not know. */
export const workflowOf = (kind: string): Workflow => {
  const found = workflows.find(workflow => workflow.kind === kind)
  if (!found) throw new AppError('INTERNAL', `There is no workflow of kind ${kind}.`)
  return found
}
