import type { VmObservation, VmSpec } from '@/server/contract/agent/vm'
import { setTimeout as sleep } from 'node:timers/promises'
import { DomainStartFlag } from '@/server/libvirt/flags'
import { isLibvirtError } from '@/server/libvirt/rpc/libvirtError'
import type { Agent, Caller } from '@/server/agent/agent'
import { AppError } from '@/server/domain/error'
import { markOnce } from '@/server/domain/vm/xml/metadata'
import { buildXml } from '@/server/domain/xml/build'
import { parseXml } from '@/server/domain/xml/parse'
import { define, otherXml, requireDisks, requireMedia } from './define'
import { syncTime } from './guest-deeds'
import { isOurs, observe, onVm, subjectOf } from './on-vm'
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
 * Starts the machine as `once` says, with the definition left as it is. libvirt keeps that of a persistent machine aside for as
 * long as one that was created from other XML runs, and puts it back when it stops (virDomainObjAssignDef), so there is no moment
 * at which a crash of anybody would leave the other one. Errors: WRONG_STATE for saved memory, or when somebody was faster.
 */
const startOnce = async (on: OnVm, once: VmSpec, paused: boolean): Promise<void> => {
  const xml = buildXml(markOnce(parseXml(await otherXml(on, once))))
  await on.libvirt.domain.createXml({ xml, flags: DomainStartFlag.VALIDATE | (paused ? DomainStartFlag.PAUSED : 0) }, { timeoutMs: startMs })
}

/** Errors: WRONG_STATE. */
const refuseOnce = ({ observation: { name, state } }: Reading, { id }: VmSpec): never => {
  throw new AppError('WRONG_STATE', `Machine “${name}” can only go on as it is: ${state === 'saved' ? 'its memory is saved' : 'another tool made it'}.`, {
    subject: subjectOf(id, name), reason: { code: state === 'saved' ? 'saved_state' : 'external', params: {} },
  })
}

/**
 * Defined and running, or paused when `paused`. A machine that already runs is left alone; one of another tool is started
 * as that tool defined it, and one with saved memory as it was saved. With `once` this run is as that says. Errors: STALE_GENERATION, IMAGE_MISSING, IMAGE_DAMAGED, IN_USE, DUPLICATE, BAD_INPUT, LIBVIRT.
 */
export const ensureRunning = (agent: Agent, caller: Caller, { spec, paused, once }: { spec: VmSpec; paused: boolean; once: VmSpec | null }): Promise<VmObservation> =>
  onVm(agent, caller, spec, 'start', async (on) => {
    const reading = await settleStart(on, spec.id)
    // A machine that crashed and was kept for a look has a process, but no life.
    const stuck = reading?.active && reading.observation.state === 'crashed'
    if (reading?.active && !stuck) return reading.observation
    const asItIs = reading !== null && (!isOurs(reading, caller) || reading.observation.state === 'saved')
    if (asItIs && once) refuseOnce(reading, spec)
    await requireDisks(asItIs ? reading.view.disks : (once ?? spec).disks, spec)
    if (!asItIs) await requireMedia(once ?? spec)
    if (stuck) await on.libvirt.domain.destroy({ uuid: spec.id })
    if (!asItIs) await define({ ...on, reading }, spec)
    if (once) await startOnce(on, once, paused)
    else await start(on, spec.id, paused)
    if (reading?.observation.state === 'saved') syncTime(agent, spec.id)
    return observe(on, spec.id)
  })
