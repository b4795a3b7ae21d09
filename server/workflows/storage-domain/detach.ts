import { z } from 'zod'
import { AppError } from '@/server/domain/error'
import type { AgentClient } from '@/server/hosts/client'
import { documentsOf } from '@/server/store/storage-domain/documents'
import { forgetContents, lockedForDetaching, machinesOf, releaseFromDetaching } from '@/server/store/storage-domain/detach'
import { hostsToAsk } from '@/server/store/storage-domain/hosts'
import { setVmHost } from '@/server/store/vm/lifecycle'
import { wantedVm } from '@/server/store/vm/spec'
import { defineWorkflow } from '../definition'
import type { StepContext } from '../definition'
import { orGone } from '../vm/machine'

const Input = z.object({
  storageDomainId: z.uuid(),
  /** The record goes with its contents, and the storage is not touched: it is thought to be lost. */
  destroy: z.boolean(),
})
type Context = StepContext<z.infer<typeof Input>, { hostId: string }>

/** Files of one call. */
const atOnce = 100

/** Errors: HOST_UNREACHABLE. */
async function chooseHost({ db, input, subject }: Context): Promise<{ hostId: string }> {
  const [host] = await hostsToAsk(db, { id: input.storageDomainId })
  if (host) return { hostId: host.id }
  throw new AppError('HOST_UNREACHABLE', `No host that is Up could use storage domain ${subject.name}.`, {
    subject, hint: 'Bring a host of its clusters up first.', reason: { code: 'domain_no_host', params: { name: subject.name } },
  })
}

/** All that it should say, as belonging to `owner`. The host has let go of it, so it takes it up first. */
async function tell({ db, input, state, instanceId, stepId, agent }: Context, owner: string | null): Promise<void> {
  const { storageDomainId: id } = input
  if (!state.hostId) return
  const { path } = await db.storageDomain.findUniqueOrThrow({ where: { id }, select: { path: true } })
  const client = await agent(state.hostId)
  // Detached, it would be refused to none; this host is still the one that asks.
  await client.storage.ensureDomain({ stepId: `${stepId}:ensure`, id, path, owner: instanceId })
  const documents = await documentsOf(db, { vmIds: [], diskIds: [], templateIds: [], domainIds: [], whole: [id] }, owner)
  const put = documents.filter(({ storageDomainId }) => storageDomainId === id).map(({ file, text }) => ({ name: file, text }))
  for (let at = 0; at < put.length; at += atOnce) {
    await client.storage.writeMetadata({ stepId: `${stepId}:${at}`, id, path, owner: instanceId, put: put.slice(at, at + atOnce) })
  }
  await letGo(client, id, stepId)
}

const letGo = (client: AgentClient, id: string, stepId: string) => client.storage.forgetDomain({ stepId: `${stepId}:forget`, id })

/** Hosts forget its machines: they are the next manager's, and no host may start them here. */
async function removeDefinitions({ db, input, instanceId, stepId, agent, now }: Context): Promise<void> {
  for (const { id, hostId } of await machinesOf(db, input.storageDomainId)) {
    if (!hostId) continue
    const { spec } = await wantedVm(db, id, instanceId)
    await orGone((await agent(hostId)).vm.ensureAbsent({ stepId: `${stepId}:${id}`, id, generation: spec.generation }))
    await setVmHost(db, id, null, now())
  }
}

/**
 * A domain leaves its datacenter with all its machines, disks and templates, which are found in it again wherever it is attached next. Or it is
 * destroyed: the same without a word to the storage.
 */
export const storageDomainDetach = defineWorkflow<{ hostId: string }>()({
  kind: 'storage-domain.detach',
  input: Input,
  title: name => `Detach the storage domain ${name}`,
  steps: [
    { name: 'lock the storage domain', do: ({ db, input }) => lockedForDetaching(db, input.storageDomainId), undo: ({ db, input }) => releaseFromDetaching(db, input.storageDomainId) },
    { name: 'choose a host', when: ({ destroy }) => !destroy, do: chooseHost },
    {
      name: 'write down its machines', when: ({ destroy }) => !destroy, timeoutMs: 600_000,
      do: context => tell(context, null), undo: context => tell(context, context.instanceId),
    },
    { name: 'remove the definitions', irreversible: true, timeoutMs: 1_800_000, do: removeDefinitions },
    { name: 'forget what is on it', irreversible: true, do: ({ db, input, user }) => forgetContents(db, input, user) },
  ],
})
