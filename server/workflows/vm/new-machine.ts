import { noHost } from '@/server/domain/placement/no-host'
import { place, refusalsOf } from '@/server/domain/placement/place'
import { setVmHost } from '@/server/store/vm/lifecycle'
import { placementHosts, placementVm } from '@/server/store/vm/placement'
import { wantedVm } from '@/server/store/vm/spec'
import type { StepContext } from '../definition'
import type { OnVm } from './input'
import { orGone } from './machine'

type Context = StepContext<OnVm, { hostId: string }>

/** A host for a machine whose rows are new, one of `among` where that is given. Errors: NO_HOST with each host's reasons. */
export async function chooseHome({ db, input, instanceId }: Context, among: readonly string[] | null = null): Promise<{ hostId: string }> {
  const wanted = await wantedVm(db, input.vmId, instanceId)
  // It is not started here, so what others use of the memory does not count.
  const hosts = (await placementHosts(db, wanted.clusterId, input.vmId)).map(host => ({ ...host, committedMiB: 0 }))
  const { hostId, verdicts } = place(placementVm(wanted), among ? hosts.filter(({ id }) => among.includes(id)) : hosts)
  if (hostId) return { hostId }
  throw noHost({ deed: 'hold', subject: { type: 'vm', id: input.vmId, name: wanted.spec.name } }, refusalsOf(verdicts))
}

export async function defineAt({ db, input, state, instanceId, stepId, agent, now }: Context): Promise<void> {
  const { spec } = await wantedVm(db, input.vmId, instanceId)
  if (!state.hostId) return
  await setVmHost(db, input.vmId, state.hostId, now())
  await (await agent(state.hostId)).vm.ensureDefined({ stepId, spec })
}

export async function undefineAt({ db, input, state, instanceId, stepId, agent, now }: Context): Promise<void> {
  const { spec } = await wantedVm(db, input.vmId, instanceId)
  if (!state.hostId) return
  await orGone((await agent(state.hostId)).vm.ensureAbsent({ stepId, id: input.vmId, generation: spec.generation }))
  await setVmHost(db, input.vmId, null, now())
}
