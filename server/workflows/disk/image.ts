import { AppError } from '@/server/domain/error'
import { noHostSees } from '@/server/domain/placement/no-host'
import type { AgentClient } from '@/server/hosts/client'
import { diskImage, diskUnknown } from '@/server/store/disk/facts'
import type { DiskImage } from '@/server/store/disk/facts'
import { observedVm } from '@/server/store/vm/lifecycle'
import { hostSeeing, hostsSeeing } from '@/server/store/vm/placement'
import type { StepContext } from '../definition'
import type { OnDisk } from './input'

export type Context<State = Record<string, unknown>> = StepContext<OnDisk, State>

/** The disk's image. Errors: NOT_FOUND. */
export async function imageOf({ db, input }: Pick<Context, 'db' | 'input'>): Promise<DiskImage> {
  const image = await diskImage(db, input.diskId)
  if (!image) throw diskUnknown(input.diskId)
  return image
}

/** A host that can make the image, the machine's own if it can. Errors: NO_HOST. */
export async function chooseWorker({ db, input }: Pick<Context, 'db' | 'input'>): Promise<{ hostId: string }> {
  const { storageDomain } = await imageOf({ db, input })
  const vm = input.vmId ? await observedVm(db, input.vmId) : null
  const hostId = await hostSeeing(db, storageDomain.id, vm?.hostId ?? null)
  if (hostId) return { hostId }
  throw noHostSees({ id: storageDomain.id, name: storageDomain.name })
}

/** A host that has the image: of a local storage domain each host has its own folder. Errors: NO_HOST. */
export async function chooseKeeper(context: Pick<Context, 'db' | 'input' | 'agent'>): Promise<{ hostId: string }> {
  const { db, agent } = context
  const { path, format, storageDomain } = await imageOf(context)
  const worker = await chooseWorker(context)
  if (storageDomain.type !== 'local') return worker
  const others = (await hostsSeeing(db, storageDomain.id)).filter(id => id !== worker.hostId)
  for (const hostId of [worker.hostId, ...others]) {
    const there = await (await agent(hostId)).disk.inspect({ path, format, check: false }).then(() => true, unlessMissing)
    if (there) return { hostId }
  }
  return worker
}

export const unlessMissing = (error: unknown): false => {
  if (error instanceof AppError && error.code === 'IMAGE_MISSING') return false
  throw error
}

/** The machine's host has the image, too. Errors: IMAGE_MISSING, IMAGE_DAMAGED. */
export async function requireAtHome(context: Pick<Context, 'db' | 'input' | 'agent'>): Promise<void> {
  const vm = context.input.vmId ? await observedVm(context.db, context.input.vmId) : null
  if (!vm?.hostId) return
  const { path, format } = await imageOf(context)
  await (await context.agent(vm.hostId)).disk.inspect({ path, format, check: false })
}

/** What the agent's disk calls want to know of it. */
export const imageCall = ({ path, format, sizeMiB, preallocation, source, storageDomain }: DiskImage) => ({
  path, format, sizeMiB, preallocation, source, storagePath: storageDomain.path,
})

/** What calls on its image itself want to know. */
export const onImage = ({ path, format, storageDomain }: DiskImage) => ({ path, format, storagePath: storageDomain.path })

const holdersOf = async ({ db, agent }: Pick<Context, 'db' | 'agent'>, { path, storageDomain }: DiskImage) => {
  const agents = await Promise.all((await hostsSeeing(db, storageDomain.id)).map(agent))
  return (await Promise.all(agents.map((one: AgentClient) => one.disk.holders({ paths: [path] })))).flat()
}

const refuseHolder = ({ name }: DiskImage, holder: { id: string; name: string; active: boolean } | undefined): void => {
  if (!holder) return
  throw new AppError('IN_USE', `The disk ${name} is in machine ${holder.name}${holder.active ? ', which runs' : ''}.`, {
    subject: { type: 'vm', id: holder.id, name: holder.name }, hint: 'Shut the machine down, or take the disk from it.', reason: { code: 'disk_in_machine', params: { vm: holder.name } },
  })
}

/** Asks each host that can write to the storage domain: no machine runs from the image, Atrium's or another tool's. Errors: IN_USE. */
export async function requireIdle(context: Pick<Context, 'db' | 'input' | 'agent'>): Promise<void> {
  const image = await imageOf(context)
  refuseHolder(image, (await holdersOf(context, image)).find(({ active }) => active))
}

/** Nor is it in any other machine that is off: what changes or goes away would be missed there. Errors: IN_USE. */
export async function requireAlone(context: Pick<Context, 'db' | 'input' | 'agent'>): Promise<void> {
  const image = await imageOf(context)
  refuseHolder(image, (await holdersOf(context, image)).find(({ id, active }) => active || id !== context.input.vmId))
}

/**
 * Asks each host that can write to the storage domain: an image that a guest has not let go of, or that another tool's machine has, is
 * never removed. Errors: IN_USE.
 */
export async function requireFree(context: Pick<Context, 'db' | 'input' | 'agent'>): Promise<void> {
  const { path, name, storageDomain } = await imageOf(context)
  const agents = await Promise.all((await hostsSeeing(context.db, storageDomain.id)).map(context.agent))
  const holders = (await Promise.all(agents.map((agent: AgentClient) => agent.disk.holders({ paths: [path] })))).flat()
  const [holder] = holders
  if (!holder) return
  throw new AppError('IN_USE', `The disk ${name} is still in machine ${holder.name}${holder.active ? ', which runs' : ''}. It is not deleted.`, {
    subject: { type: 'vm', id: holder.id, name: holder.name },
    hint: holder.active ? 'Shut the machine down, or let its guest give up the disk.' : 'Take the disk from that machine first.',
    reason: { code: 'disk_in_machine', params: { vm: holder.name } },
  })
}
