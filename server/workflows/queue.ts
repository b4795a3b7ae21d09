import { waitingSteps } from '@/server/domain/job/steps'
import { change } from '@/server/store/change'
import type { Tx } from '@/server/store/db'
import { insertJob } from '@/server/store/job/insert'
import { lockDiskForJob } from '@/server/store/disk/write'
import { lockVmForJob } from '@/server/store/vm/lifecycle'
import { chosenSteps } from './definition'
import type { Workflow } from './definition'

export interface QueuedJob<Input> {
  id: string
  input: Input
  vm: { id: string; name: string }
  user: { id: string; username: string } | null
}

/**
 * Writes the job and gives it the machine, in the transaction of the intent it belongs to. Nothing else is needed: an engine
 * hears the row. The caller holds the machine's row lock and has decided that the machine may be taken.
 */
export async function queueVmJob<Input extends object, State>(tx: Tx, workflow: Workflow<Input, State>, job: QueuedJob<Input>, now: Date): Promise<void> {
  const input = workflow.input.parse(job.input)
  const steps = waitingSteps(chosenSteps(workflow, input).map(({ name }) => name))
  await insertJob(
    tx, { id: job.id, kind: workflow.kind, title: workflow.title(job.vm.name), steps, input, subject: { type: 'vm', ...job.vm }, user: job.user }, now,
  )
  await lockVmForJob(tx, job.vm.id, job.id, now)
  await change(tx, 'vms', job.vm.id)
}

/** The same for a storage domain. The caller holds its row lock, and gives the job what else it is to hold. */
export async function queueStorageJob<Input extends object, State>(
  tx: Tx, workflow: Workflow<Input, State>, job: Pick<QueuedJob<Input>, 'id' | 'input' | 'user'> & { storageDomain: { id: string; name: string } }, now: Date,
): Promise<void> {
  const input = workflow.input.parse(job.input)
  const steps = waitingSteps(chosenSteps(workflow, input).map(({ name }) => name))
  const { id, name } = job.storageDomain
  await insertJob(tx, { id: job.id, kind: workflow.kind, title: workflow.title(name), steps, input, subject: { type: 'storage-domain', id, name }, user: job.user }, now)
  await change(tx, 'storage-domains', id)
}

export interface QueuedDiskJob<Input> extends Pick<QueuedJob<Input>, 'id' | 'input' | 'user'> {
  disk: { id: string; name: string }
  /** The machine that the disk belongs to, or is to belong to: it is held as well, and the job is about it. */
  vm: { id: string; name: string } | null
}

/** The same for a disk. The caller holds the row locks of machine and disk, in this order. */
export async function queueDiskJob<Input extends object, State>(tx: Tx, workflow: Workflow<Input, State>, job: QueuedDiskJob<Input>, now: Date): Promise<void> {
  const { id, user } = job
  const named = (object: { id: string; name: string }) => ({ id: object.id, name: object.name })
  const [disk, vm] = [named(job.disk), job.vm && named(job.vm)]
  const input = workflow.input.parse(job.input)
  const steps = waitingSteps(chosenSteps(workflow, input).map(({ name }) => name))
  const subject = vm ? { type: 'vm', ...vm } : { type: 'disk', ...disk }
  await insertJob(tx, { id, kind: workflow.kind, title: workflow.title(disk.name), steps, input, subject, user }, now)
  await lockDiskForJob(tx, disk.id, id)
  if (!vm) return
  await lockVmForJob(tx, vm.id, id, now)
  await change(tx, 'vms', vm.id)
}

/** The same for what comes into a storage domain and has no row of its own: nothing is held. `domain.name` = what the job is called by. */
export async function queueDomainJob<Input extends object, State>(
  tx: Tx, workflow: Workflow<Input, State>, { id, user, domain, ...job }: Pick<QueuedJob<Input>, 'id' | 'input' | 'user'> & { domain: { id: string; name: string } }, now: Date,
): Promise<void> {
  const input = workflow.input.parse(job.input)
  const steps = waitingSteps(chosenSteps(workflow, input).map(({ name }) => name))
  await insertJob(tx, { id, kind: workflow.kind, title: workflow.title(domain.name), steps, input, subject: { type: 'storage-domain', ...domain }, user }, now)
}
