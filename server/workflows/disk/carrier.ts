import { AppError } from '@/server/domain/error'
import { observedVm } from '@/server/store/vm/lifecycle'
import { hostsSeeing } from '@/server/store/vm/placement'
import { imageOf, unlessMissing } from './image'
import type { Context } from './image'

/** Where an image is to lie. */
export interface Destination {
  storageDomainId: string
  path: string
}

/**
 * A host that has the image and can write to the other storage domain, the machine's own first; where one of the two is a folder that each host has
 * for itself, no other than that. Errors: NO_HOST.
 */
export async function chooseCarrier(context: Pick<Context, 'db' | 'input' | 'agent'>, to: Destination): Promise<{ hostId: string }> {
  const { db, input, agent } = context
  const { path, format, storageDomain, name } = await imageOf(context)
  const target = await db.storageDomain.findUniqueOrThrow({ where: { id: to.storageDomainId }, select: { name: true, type: true } })
  const [here, there] = await Promise.all([hostsSeeing(db, storageDomain.id), hostsSeeing(db, to.storageDomainId)])
  const home = (input.vmId ? await observedVm(db, input.vmId) : null)?.hostId ?? null
  const apart = storageDomain.type === 'local' || target.type === 'local'
  const both = here.filter(id => there.includes(id) && (!apart || home === null || id === home))
  for (const hostId of both.sort((a, b) => Number(b === home) - Number(a === home))) {
    const has = storageDomain.type !== 'local' || (await (await agent(hostId)).disk.inspect({ path, format, check: false }).then(() => true, unlessMissing))
    if (has) return { hostId }
  }
  throw new AppError('NO_HOST', `No host that is Up has the disk ${name} in ${storageDomain.name} and can write to ${target.name}.`, {
    subject: { type: 'storage-domain', id: to.storageDomainId, name: target.name }, reason: { code: 'no_carrier', params: { from: storageDomain.name, to: target.name } },
  })
}
