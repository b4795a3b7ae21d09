import type { Mirroring, MirrorState } from '@/server/contract/agent/disk-mirror'
import { mirroredDisk, mirrorXml } from '@/server/domain/disk/mirror'
import type { MirroredDisk } from '@/server/domain/disk/mirror'
import { AppError } from '@/server/domain/error'
import { buildXml } from '@/server/domain/xml/build'
import { parseXml } from '@/server/domain/xml/parse'
import type { Agent, Caller } from '@/server/agent/agent'
import type { Libvirt } from '@/server/libvirt/facade/libvirt'
import { BlockCopyFlag, BlockJobAbortFlag } from '@/server/libvirt/flags'
import { fromLibvirt } from './libvirt-error'
import { connected, onVm, present, requireState, subjectOf } from './on-vm'

export type MirrorCall = Mirroring & { stepId: string; id: string; generation: number }

const lookMs = 500
/** QEMU writes out what is left. */
const endMs = 120_000

/** What the machine says now: of one that runs the running definition. Errors: WRONG_STATE, IN_USE. */
async function seen(libvirt: Libvirt, call: MirrorCall, name: string): Promise<MirroredDisk & MirrorState> {
  const disk = mirroredDisk(parseXml(await libvirt.domain.xml({ uuid: call.id })), call)
  const subject = subjectOf(call.id, name)
  if (disk === null) throw new AppError('WRONG_STATE', `Machine “${name}” has neither the disk ${call.from} nor ${call.to.path}.`, { subject })
  const { state, target } = disk
  if (state === 'foreign') {
    throw new AppError('IN_USE', `Another block job works on disk ${target} of machine “${name}”.`, { subject, reason: { code: 'disk_block_job', params: { disk: target } } })
  }
  return { target, state }
}

/** QEMU gave up: the storage is full, or the machine has stopped. With a code, because a bare LIBVIRT would be tried again. */
const brokenOff = (call: MirrorCall, name: string): AppError =>
  new AppError('LIBVIRT', `QEMU has broken off copying the disk of machine “${name}”. It goes on from its old image.`, {
    subject: subjectOf(call.id, name), hint: 'Look whether the new storage is full or gone, and whether the machine still runs.',
    cause: { system: 'qemu', code: 'mirror', message: `the copy to ${call.to.path} has ended` }, reason: { code: 'mirror_broken', params: {} },
  })

type Begin = MirrorCall & { mibPerSecond: number | null }

const begin = (agent: Agent, caller: Caller, call: Begin): Promise<{ name: string } & MirrorState> =>
  onVm(agent, caller, call, 'copy the disk of', async ({ libvirt, reading }) => {
    const machine = present(reading, call.id)
    requireState(machine, ['running', 'paused'], 'copied')
    const { name } = machine.observation
    const { state, target } = await seen(libvirt, call, name)
    if (state !== 'from') return { name, state }
    // The job ends with QEMU: the definition never speaks of it. The image is made by whoever asks, so that it is of the right kind.
    const flags = BlockCopyFlag.REUSE_EXT | BlockCopyFlag.TRANSIENT_JOB
    await libvirt.domain.blockCopy({ uuid: call.id }, { path: target, destinationXml: buildXml(mirrorXml(call)), params: limitOf(call), flags })
    return { name, state: 'copying' }
  })

const limitOf = ({ mibPerSecond }: Begin) => (mibPerSecond === null ? [] : [{ field: 'bandwidth', type: 'ullong' as const, value: BigInt(mibPerSecond * 1024 ** 2) }])

/** Begun within the machine's turn, followed outside of it: for hours others may do with the machine what they like. */
export const mirrorDisk = async (agent: Agent, caller: Caller, call: Begin): Promise<MirrorState> => {
  const { name, state: first } = await begin(agent, caller, call)
  if (first !== 'copying') return { state: first }
  let told = -1
  for (;;) {
    const libvirt = await connected(agent, 'side')
    const found = await look(libvirt, call, name)
    if (found.state === 'from') throw brokenOff(call, name)
    if (found.state !== 'copying') return { state: found.state }
    if (found.bytes && found.bytes.done !== told) agent.feed.push({ type: 'task', stepId: call.stepId, progress: found.bytes.done / found.bytes.total, done: false, bytes: found.bytes })
    told = found.bytes?.done ?? told
    await new Promise((resolve) => { setTimeout(resolve, lookMs) })
  }
}

async function look(libvirt: Libvirt, call: MirrorCall, name: string): Promise<MirrorState & { bytes: { done: number; total: number } | null }> {
  try {
    const { state, target } = await seen(libvirt, call, name)
    if (state !== 'copying') return { state, bytes: null }
    const { found, cur, end } = await libvirt.domain.blockJobInfo({ uuid: call.id }, { path: target })
    return { state, bytes: found && end > 0 ? { done: Math.min(cur, end), total: end } : null }
  } catch (error) {
    throw fromLibvirt(error, `see how far the copy of machine “${name}” is`, subjectOf(call.id, name))
  }
}

/** What libvirt answered is not believed: the machine is read again. */
export const pivotDisk = (agent: Agent, caller: Caller, call: MirrorCall): Promise<MirrorState> =>
  onVm(agent, caller, call, 'switch the disk of', async ({ libvirt, reading }) => {
    const { name } = present(reading, call.id).observation
    const { state, target } = await seen(libvirt, call, name)
    if (state === 'to') return { state }
    if (state !== 'ready') throw new AppError('WRONG_STATE', `The copy of the disk of machine “${name}” is not whole.`, { subject: subjectOf(call.id, name), reason: { code: 'mirror_broken', params: {} } })
    const refused = await libvirt.domain.blockJobAbort({ uuid: call.id }, { path: target, flags: BlockJobAbortFlag.PIVOT }, { timeoutMs: endMs }).then(() => null, (error: unknown) => error)
    const after = await seen(libvirt, call, name)
    if (after.state !== 'to') throw refused ?? brokenOff(call, name)
    // libvirt tells nobody that a machine runs from another image now.
    void agent.machines.refresh(call.id, 'changed')
    return { state: after.state }
  })

/** Of a machine that is off, its definition says from which image it would start. */
export const endMirror = (agent: Agent, caller: Caller, call: MirrorCall): Promise<MirrorState> =>
  onVm(agent, caller, call, 'end the copy of', async ({ libvirt, reading }) => {
    const { name } = present(reading, call.id).observation
    const { state, target } = await seen(libvirt, call, name)
    if (state === 'from' || state === 'to') return { state }
    const refused = await libvirt.domain.blockJobAbort({ uuid: call.id }, { path: target, flags: 0 }, { timeoutMs: endMs }).then(() => null, (error: unknown) => error)
    const after = await seen(libvirt, call, name)
    if (after.state === 'copying' || after.state === 'ready') throw refused ?? new AppError('TIMEOUT', `QEMU has not ended the copy of the disk of machine “${name}” yet.`)
    return { state: after.state }
  })
