import type { z } from 'zod'
import type { MigrationTask } from '@/server/contract/agent/migration'
import type { HostRefusal } from '@/server/contract/api/common'
import { MigrateOptions, MigrationOptions } from '@/server/contract/api/migration'
import { AppError } from '@/server/domain/error'
import { hostOf } from '@/server/domain/host/address'
import { asReason } from '@/server/domain/migration/check'
import { chosenPolicy } from '@/server/domain/migration/policy'
import { fitsMigration, isEncrypted, libvirtTransport, provenShared } from '@/server/domain/migration/preflight'
import { noHost } from '@/server/domain/placement/no-host'
import { admitMigration } from '@/server/store/migration/admit'
import type { CopiedDisk } from '@/server/store/migration/copied'
import { diskMoves } from '@/server/store/migration/moves'
import { ownPolicies } from '@/server/store/migration/policies'
import { endMigration, setMigrationStep } from '@/server/store/migration/record'
import { vmUnknown } from '@/server/store/vm/facts'
import { wantedVm } from '@/server/store/vm/spec'
import { defineWorkflow } from '../definition'
import type { StepContext } from '../definition'
import { pause } from '../pause'
import { OnVm } from './input'
import { checkMigration, moverOf, placeFields } from './migration/check'
import { copiedDisks, copyMode, dropCopies, leaveCopies, makeCopies, newPaths } from './migration/copies'
import { confirmMigration, settleLocation } from './migration/confirm'
import { prepareHost } from './prepare'

const Input = OnVm.extend(MigrateOptions.shape)
type Input = z.output<typeof Input>

export type MigrateState = {
  sourceId: string
  destinationId: string
  /** Both hosts were seen to have the very same disks. */
  shared: boolean
  /** Its memory travels inside TLS. */
  tls: boolean
  /** How the two libvirts speak to each other. */
  libvirt: 'tls' | 'tcp'
  /** Disks that travel with it. */
  copied: CopiedDisk[]
  task: MigrationTask | null
  /** It runs at the destination, and what is left at the source is only the stopped rest of it. */
  discardRest: boolean
}

type Context = StepContext<Input, MigrateState>

const dayMs = 86_400_000
/** How often a migration that is being cancelled is looked at. */
const lookMs = 250
const lostMs = 60_000

const inUri = (address: string): string => (address.includes(':') ? `[${address}]` : address)

const placeOf = async ({ db }: Context, id: string) => {
  const host = await db.host.findUnique({ where: { id }, select: placeFields })
  if (!host) throw new AppError('NOT_FOUND', `There is no host ${id}.`, { subject: { type: 'host', id } })
  return host
}

const wishesOf = async ({ db, input }: Context) => {
  const vm = await db.vm.findUnique({
    where: { id: input.vmId },
    select: {
      migrationPolicy: true, migrationOptions: true, memoryMiB: true, clusterId: true,
      cluster: { select: { migrationPolicy: true, migrationBandwidthMiBps: true } },
    },
  })
  if (!vm) throw vmUnknown(input.vmId)
  const { cluster, memoryMiB, clusterId } = vm
  const ofCluster = cluster.migrationBandwidthMiBps === null ? {} : { bandwidthMiBps: cluster.migrationBandwidthMiBps }
  const changes = [ofCluster, MigrationOptions.safeParse(vm.migrationOptions).data ?? {}, input]
  const policy = chosenPolicy({ asked: input.policy, machine: vm.migrationPolicy, cluster: cluster.migrationPolicy, own: await ownPolicies(db), changes }, memoryMiB)
  return { policy, clusterId }
}

/** Waits until the limits let it go, and looks at the host it would go to; one that the preflight refuses is left out, and the next tried. */
async function chooseHost(context: Context): Promise<Pick<MigrateState, 'sourceId' | 'destinationId' | 'shared' | 'tls' | 'libvirt' | 'copied'>> {
  const { db, input, jobId, instanceId, user, agent, now, waitFor } = context
  const { policy, clusterId } = await wishesOf(context)
  const excluded: string[] = []
  const refusals: HostRefusal[] = []
  for (;;) {
    const wish = { jobId, vmId: input.vmId, instanceId, only: input.hostId, excluded, policy: policy.name, username: user?.username ?? null }
    const admitted = await waitFor({ topic: 'migrations', id: clusterId }, () => admitMigration(db, wish, now)).catch((error: unknown) => {
      if (!(error instanceof AppError) || error.code !== 'NO_HOST' || refusals.length === 0) throw error
      const { name } = context.subject
      throw noHost({ deed: 'take', subject: { type: 'vm', id: input.vmId, name } }, [...refusals, ...(error.detail.reason?.hosts ?? [])])
    })
    const place = await placeOf(context, admitted.destinationId)
    const mover = await moverOf(db, input.vmId)
    const moves = await diskMoves(db, mover.disks, input.destinations)
    const { checks, copied } = await checkMigration(mover, { ...input, moves }, place, await agent(admitted.sourceId), await agent(place.id))
    if (fitsMigration(checks)) {
      return { ...admitted, shared: provenShared(checks), tls: isEncrypted(checks), libvirt: libvirtTransport(checks), copied: await copiedDisks(db, input, copied, moves) }
    }
    const failed = checks.filter(({ level }) => level === 'fail')
    const why = failed.map(({ text }) => text).join(' ')
    refusals.push({ host: place.name, reasons: failed.map(asReason) })
    excluded.push(place.id)
    await endMigration(db, jobId, { state: 'failed', error: why, task: null }, now())
  }
}

/** Begins the task, unless it was cancelled before. An answer that is lost says nothing: the task may have begun. */
async function begun({ agent, stepId, signal, input }: Context, sourceId: string, begin: () => Promise<MigrationTask>): Promise<MigrationTask> {
  const cancelledBefore = signal.aborted && (await (await agent(sourceId)).migration.get({ stepId })) === null
  if (cancelledBefore) throw signal.reason
  try {
    return await begin()
  } catch (error) {
    if (!(error instanceof AppError) || (error.code !== 'HOST_UNREACHABLE' && error.code !== 'TIMEOUT')) throw error
    return { stepId, vmId: input.vmId, state: 'running', progress: 0, stats: null, error: null }
  }
}

/** Follows the host's task to its end. A host that does not answer is asked again for a while; what became of it is found out afterwards. */
async function follow(context: Context, sourceId: string, begin: () => Promise<MigrationTask>): Promise<MigrationTask | null> {
  const { agent, stepId, signal, waitFor, jobId, progress, now } = context
  let task = await begun(context, sourceId, begin)
  let heardAt = now().getTime()
  let cancelled = false
  const ended = async (): Promise<MigrationTask | 'lost' | null> => {
    try {
      const { migration } = await agent(sourceId)
      if (signal.aborted && !cancelled) {
        cancelled = true
        await migration.cancel({ stepId })
      }
      task = (await migration.get({ stepId })) ?? task
      heardAt = now().getTime()
      await progress(task.progress)
      return task.state === 'running' ? null : task
    } catch (error) {
      if (error instanceof AppError && error.code === 'WRONG_STATE') return null
      return now().getTime() - heardAt > lostMs ? 'lost' : null
    }
  }
  for (;;) {
    const found = signal.aborted ? await ended() : await waitFor({ topic: 'migrations', id: jobId }, ended).catch((error: unknown) => {
      if (signal.aborted) return null
      throw error
    })
    if (found) return found === 'lost' ? null : found
    await pause(lookMs)
  }
}

/** Move a machine to another host: live, or its definition when it is down. The one path for a person's wish, evacuation and balancing. */
export const vmMigrate = defineWorkflow<MigrateState>()({
  kind: 'vm.migrate',
  input: Input,
  title: name => `Migrate ${name}`,
  steps: [
    {
      name: 'wait for a turn and choose a host',
      timeoutMs: dayMs,
      cancellable: true,
      do: chooseHost,
      undo: ({ db, jobId, now }) => endMigration(db, jobId, { state: 'failed', error: 'It did not begin.', task: null }, now()),
    },
    {
      name: 'prepare the destination',
      do: async context => {
        const { db, input, state: { destinationId, copied = [] }, instanceId, stepId, agent } = context
        if (!destinationId) return
        const destination = await agent(destinationId)
        const wanted = await wantedVm(db, input.vmId, instanceId)
        await prepareHost(destination, wanted, stepId)
        await makeCopies(context, destination, wanted, copied)
      },
      // Only when it is sure that the machine has not moved.
      undo: context => dropCopies(context),
    },
    {
      name: 'move the machine',
      timeoutMs: 7 * dayMs,
      hearsCancel: true,
      irreversible: true,
      do: async context => {
        const { db, input, jobId, stepId, instanceId, agent, state: { sourceId, destinationId, shared, tls = false, libvirt = 'tcp', copied = [] } } = context
        if (!sourceId || !destinationId) return
        const wanted = await wantedVm(db, input.vmId, instanceId)
        const { spec, observedState } = wanted
        const mode = observedState === 'down' || observedState === 'crashed' ? 'offline' : 'live'
        await setMigrationStep(db, jobId, { stepId, mode, tls, copied }, context.now())
        const place = await placeOf(context, destinationId)
        const task = await follow(context, sourceId, async () => (await agent(sourceId)).migration.begin({
          stepId,
          id: input.vmId,
          generation: spec.generation,
          plan: {
            destinationHostId: destinationId,
            destinationUri: `qemu+${libvirt}://${inUri(hostOf(place.address))}/system`,
            migrateUri: place.migrationAddress ? `tcp://${inUri(place.migrationAddress)}` : null,
            mode,
            storage: { copy: copied.length === 0 ? 'none' : copyMode(input), targets: copied.map(({ target }) => target), paths: newPaths(wanted, copied) },
            tls,
            unsafe: shared === true,
            policy: (await wishesOf(context)).policy,
          },
        }))
        return { task }
      },
      // Whatever failed since: it must be known where the machine is.
      undo: context => settleLocation(context),
    },
    { name: 'confirm where it runs', timeoutMs: 180_000, despiteCancel: true, do: context => confirmMigration(context) },
    {
      name: 'remove the old definition',
      despiteCancel: true,
      do: async ({ db, input, state: { sourceId, discardRest = false }, instanceId, stepId, agent }) => {
        if (!sourceId) return
        const { spec } = await wantedVm(db, input.vmId, instanceId)
        // The machine has arrived; a source that does not answer is tidied up by the reconciler when it is back.
        try {
          await (await agent(sourceId)).migration.dropDefinition({ stepId, id: input.vmId, generation: spec.generation, discardRest })
        } catch (error) {
          if (!(error instanceof AppError)) throw error
        }
      },
    },
    {
      name: 'remove the images left behind',
      despiteCancel: true,
      needless: ({ copied = [] }) => copied.length === 0,
      do: async context => leaveCopies(context),
    },
  ],
})
