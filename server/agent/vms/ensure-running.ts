import type { VmObservation, VmSpec } from '@/server/contract/agent/vm'
import { setTimeout as sleep } from 'node:timers/promises'
import { DomainStartFlag } from '@/server/libvirt/flags'
import { isLibvirtError } from '@/server/libvirt/rpc/libvirtError'
import type { Agent, Caller } from '@/server/agent/agent'
import { define, requireDisks } from './define'
import { syncTime } from './guest-deeds'
import { isOurs, observe, onVm } from './on-vm'
import type { OnVm } from './on-vm'
import type { Reading } from './observe'

/** A start with many or slow disks, or with memory that must be allocated first. */
const startMs = 120_000

/** libvirt itself never starts a machine twice; that somebody was faster is as good as having started it. */
const start = async ({ libvirt }: OnVm, id: string, paused: boolean): Promise<void> => {
  try {
    await libvirt.domain.create({ uuid: id }, { flags: paused ? DomainStartFlag.PAUSED : 0 }, { timeoutMs: startMs })
  } catch (error) {
    if (!isLibvirtError(error, 'OPERATION_INVALID') || !(await libvirt.domain.isActive({ uuid: id }))) throw error
  }
}

/** A start of another tool, or of an agent that died since, may still go on; with much memory to allocate it takes a while. */
const startElsewhereMs = 15_000
const lookAgainMs = 500

const isStarting = (reading: Reading | null): boolean => reading?.observation.reason === 'starting_up'

/**
 * libvirt says `starting_up` of a start that goes on, and at times for ever of one that ended with libvirtd itself. The guest's
 * processors have not run yet, so nothing is lost when what stays like that is ended.
 */
const settleStart = async ({ agent, libvirt, reading }: OnVm, id: string): Promise<Reading | null> => {
  let now = reading
  for (const until = Date.now() + startElsewhereMs; isStarting(now) && Date.now() < until; now = await agent.machines.read(libvirt, id)) await sleep(lookAgainMs)
  if (!isStarting(now)) return now
  await libvirt.domain.destroy({ uuid: id })
  return agent.machines.read(libvirt, id)
}

/**
 * Defined and running, or paused when `paused`. A machine that already runs is left alone; one of another tool is started
 * as that tool defined it, and one with saved memory as it was saved. Errors: STALE_GENERATION, IMAGE_MISSING, IMAGE_DAMAGED, IN_USE, DUPLICATE, BAD_INPUT, LIBVIRT.
 */
export const ensureRunning = (agent: Agent, caller: Caller, { spec, paused }: { spec: VmSpec; paused: boolean }): Promise<VmObservation> =>
  onVm(agent, caller, spec, 'start', async (on) => {
    const reading = await settleStart(on, spec.id)
    // A machine that crashed and was kept for a look has a process, but no life.
    const stuck = reading?.active && reading.observation.state === 'crashed'
    if (reading?.active && !stuck) return reading.observation
    const asItIs = reading !== null && (!isOurs(reading, caller) || reading.observation.state === 'saved')
    await requireDisks(asItIs ? reading.view.disks : spec.disks, spec)
    if (stuck) await on.libvirt.domain.destroy({ uuid: spec.id })
    if (!asItIs) await define({ ...on, reading }, spec)
    await start(on, spec.id, paused)
    if (reading?.observation.state === 'saved') syncTime(agent, spec.id)
    return observe(on, spec.id)
  })
