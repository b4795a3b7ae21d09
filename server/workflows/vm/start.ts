import { z } from 'zod'
import { OnceWish } from '@/server/contract/once-wish'
import type { HostStatus } from '@/server/contract/api/infrastructure'
import { AppError } from '@/server/domain/error'
import { isActive, isOff } from '@/server/domain/vm/observed'
import { noHost } from '@/server/domain/placement/no-host'
import { place, placementHint, refusalsOf } from '@/server/domain/placement/place'
import { keepDefinition } from '@/server/store/vm/definition'
import { markVmUnknown, setVmHost } from '@/server/store/vm/lifecycle'
import { lockPlacement, placementHosts, placementVm } from '@/server/store/vm/placement'
import { runBegun } from '@/server/store/vm/installation'
import { wantedVm } from '@/server/store/vm/spec'
import type { Tx } from '@/server/store/db'
import { defineWorkflow } from '../definition'
import { namingHolder } from './holder'
import { OnVm } from './input'
import { liveStates, orGone, untilObserved } from './machine'
import { dropChanges, layOverlays } from './stateless'
import { prepareHost } from './prepare'
import { wantedRun } from './run-once'

export const VmStartInput = OnVm.extend({ paused: z.boolean().default(false), stateless: z.boolean().default(false), once: OnceWish.nullable().default(null) })
type Input = z.output<typeof VmStartInput>

type State = {
  hostId: string
  /** Host that had it defined before; null = none. */
  formerHostId: string | null
  /** Its memory is saved on that host, which no other can go on from. */
  saved: boolean
  /** Changes of an earlier stateless run are left. */
  leftover: boolean
  /** This run begins its installation. */
  installs: boolean
  /** The installer's restart ends this run. */
  restarts: boolean
}

const confirmMs = 20_000
/** Hosts that answer: what is written of their machines is so. */
const heardOf: readonly HostStatus[] = ['up', 'maintenance', 'non_operational']

/** The best host, or NO_HOST with each host's reasons. `only` limits the choice to that one. */
async function choose(tx: Tx, { vmId, once }: Input, instanceId: string, only?: string): Promise<Omit<State, 'installs' | 'restarts'>> {
  const wanted = await wantedRun(tx, vmId, instanceId, once)
  const saved = wanted.observedState === 'saved'
  // An external machine is started where it is: nothing is known of its disks.
  if (wanted.external && wanted.hostId) return { hostId: wanted.hostId, formerHostId: wanted.hostId, saved, leftover: false }
  const hosts = await placementHosts(tx, wanted.clusterId, vmId)
  const former = hosts.find(({ id }) => id === wanted.hostId)
  // Unknown is not down: it may run there although nothing is heard of it.
  if (former && !heardOf.includes(former.status)) {
    const where = `host ${former.name}, which can't be reached (${former.status})`
    throw new AppError('HOST_UNREACHABLE', `Machine ${wanted.spec.name} may run on ${where}. It is not started a second time.`, {
      subject: { type: 'host', id: former.id, name: former.name },
      hint: 'Bring the host back, or make sure that it is off and remove it.',
      reason: { code: 'may_run_on_unreachable_host', params: { host: former.name, status: former.status } },
    })
  }
  const bound = only ?? (saved ? wanted.hostId : null)
  const { hostId, verdicts } = place(placementVm(wanted), bound ? hosts.filter(({ id }) => id === bound) : hosts)
  if (hostId) return { hostId, formerHostId: wanted.hostId, saved, leftover: wanted.statelessRun && !saved }
  const hint = saved ? { hint: 'Its memory is saved on that host: bring it in order, or discard the saved state.', hintReason: { code: 'hint_saved', params: {} } } : placementHint(verdicts)
  throw noHost({ deed: 'run', subject: { type: 'vm', id: vmId, name: wanted.spec.name } }, refusalsOf(verdicts), hint)
}

/** Start: also what HA and balancing will run (ARCHITECTURE, one path). */
export const vmStart = defineWorkflow<State>()({
  kind: 'vm.start',
  input: VmStartInput,
  title: name => `Start ${name}`,
  steps: [
    {
      // Only decides, so that a second go after a crash still sees where the machine was.
      name: 'choose a host',
      do: ({ db, input, instanceId }) => choose(db, input, instanceId),
    },
    {
      name: 'reserve the place',
      do: ({ db, input, state, instanceId, now }) => db.$transaction(async tx => {
        const wanted = await wantedVm(tx, input.vmId, instanceId)
        await lockPlacement(tx, wanted.clusterId)
        // Another machine may have been placed between the choice and now. On a second go the machine is already here.
        if (state.hostId && wanted.hostId !== state.hostId) await choose(tx, input, instanceId, state.hostId)
        await setVmHost(tx, input.vmId, state.hostId ?? null, now())
      }),
      undo: ({ db, input, state, now }) => db.$transaction(tx => setVmHost(tx, input.vmId, state.formerHostId ?? null, now())),
    },
    {
      name: 'prepare the host',
      do: async ({ db, input, state, instanceId, stepId, agent }) => {
        const wanted = await wantedVm(db, input.vmId, instanceId)
        if (state.hostId) await prepareHost(await agent(state.hostId), wanted, stepId)
      },
    },
    // What is left of a run that ended a moment ago, or with its host.
    { name: 'drop old changes', needless: ({ leftover }) => !leftover, do: dropChanges },
    {
      name: 'remove the old definition',
      needless: ({ hostId, formerHostId }) => !formerHostId || formerHostId === hostId,
      do: async ({ input, state: { formerHostId }, stepId, agent, db, instanceId }) => {
        if (!formerHostId) return
        const former = await agent(formerHostId)
        const found = await former.vm.get({ id: input.vmId })
        if (!found) return
        if (!isOff(found.state)) {
          const what = found.state === 'saved' ? 'has its memory saved on another host' : `runs on another host already (${found.state})`
          throw new AppError('WRONG_STATE', `Machine ${found.name} ${what}.`, {
            subject: { type: 'vm', id: input.vmId, name: found.name },
          })
        }
        const { spec } = await wantedVm(db, input.vmId, instanceId)
        // The last word of what Atrium does not model.
        await keepDefinition(db, input.vmId, { ...(await former.vm.xml({ id: input.vmId, inactive: true })), generation: found.generation ?? spec.generation, digest: found.definition ?? null })
        await former.vm.ensureAbsent({ stepId, id: input.vmId, generation: spec.generation })
      },
      undo: async ({ input, state: { formerHostId }, stepId, agent, db, instanceId }) => {
        if (!formerHostId) return
        const { spec } = await wantedVm(db, input.vmId, instanceId)
        await (await agent(formerHostId)).vm.ensureDefined({ stepId, spec })
      },
    },
    {
      name: 'lay overlays on the disks',
      when: ({ stateless }) => stateless,
      needless: ({ saved }) => saved === true,
      timeoutMs: 180_000,
      do: async context => { if (context.state.hostId) await layOverlays(context, context.state.hostId) },
      undo: async ({ db, input, state: { hostId, formerHostId }, instanceId, stepId, agent, ...context }) => {
        const { spec } = await wantedVm(db, input.vmId, instanceId)
        if (hostId && hostId !== formerHostId) await orGone((await agent(hostId)).vm.ensureAbsent({ stepId, id: input.vmId, generation: spec.generation }))
        await dropChanges({ db, input, instanceId, stepId, agent, ...context })
      },
    },
    {
      name: 'start the machine',
      timeoutMs: 180_000,
      do: async context => {
        const { db, input, state: { hostId }, instanceId, stepId, agent } = context
        const { spec, once, installs, restarts } = await wantedRun(db, input.vmId, instanceId, input.once)
        if (!hostId) return {}
        await namingHolder(context, once ?? spec, async () => (await agent(hostId)).vm.ensureRunning({ stepId, spec, paused: input.paused, once }))
        return { installs, restarts }
      },
      undo: async ({ db, input, state, instanceId, stepId, agent, now }) => {
        const { hostId, formerHostId, saved } = state
        if (!hostId) return
        const { spec } = await wantedVm(db, input.vmId, instanceId)
        const call = { stepId, id: input.vmId, generation: spec.generation }
        try {
          const { vm } = await agent(hostId)
          if (saved) {
            // Stopped, it would lose what was saved.
            const seen = await vm.get({ id: input.vmId })
            if (seen && isActive(seen.state)) await vm.ensureSaved(call)
          } else await orGone(hostId === formerHostId ? vm.ensureStopped(call) : vm.ensureAbsent(call))
        } catch (error) {
          await markVmUnknown(db, input.vmId, now())
          throw error
        }
      },
    },
    {
      name: 'see it run',
      timeoutMs: confirmMs,
      do: async context => {
        await untilObserved(context, liveStates)
        const { installs = false, restarts = false } = context.state
        await runBegun(context.db, context.input.vmId, { installs, restarts })
      },
    },
  ],
})
