import type { VmSpec } from '@/server/contract/agent/vm'
import { AppError } from '@/server/domain/error'
import type { StepContext } from '../definition'

const askMs = 5_000

type Context = Pick<StepContext<{ vmId: string }, Record<string, unknown>>, 'db' | 'agent' | 'subject'>

interface Holder {
  path: string
  vm: string
  host: { id: string; name: string }
}

/** Which other machine runs with one of these images, on any host that answers. */
async function findHolder({ db, agent }: Context, vmId: string, paths: string[]): Promise<Holder | null> {
  const hosts = await db.host.findMany({ where: { status: 'up' }, select: { id: true, name: true } })
  const answers = await Promise.all(hosts.map(async host => {
    const held = await agent(host.id).then(({ disk }) => disk.holders({ paths }, { signal: AbortSignal.timeout(askMs) })).catch(() => [])
    return held.filter(({ id, active }) => active && id !== vmId).map(({ path, name }) => ({ path, vm: name, host }))
  }))
  return answers.flat()[0] ?? null
}

/** libvirt only says that an image is locked; who holds it, and where, is what one needs to know (MK-10). */
export async function namingHolder<T>(context: Context, spec: Pick<VmSpec, 'id' | 'name' | 'disks'>, start: () => Promise<T>): Promise<T> {
  try {
    return await start()
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'IN_USE') throw error
    const holder = await findHolder(context, spec.id, spec.disks.map(({ path }) => path))
    if (!holder) throw error
    const target = spec.disks.find(({ path }) => path === holder.path)?.target ?? 'a disk'
    throw new AppError('IN_USE', `${spec.name} can’t start: machine ${holder.vm} on host ${holder.host.name} uses its disk ${target}.`, {
      subject: context.subject,
      hint: `Stop ${holder.vm} first. A disk is never used by two machines at once.`,
      reason: { code: 'disk_held', params: { vm: holder.vm, host: holder.host.name, disk: target } },
      ...(error.detail.cause ? { cause: error.detail.cause } : {}),
    })
  }
}
