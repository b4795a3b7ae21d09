import type { GuestDeed, GuestDetails } from '@/server/contract/agent/guest'
import { AppError } from '@/server/domain/error'
import type { Agent } from '@/server/agent/agent'
import type { Libvirt } from '@/server/libvirt/facade/libvirt'
import { GuestInfoType } from '@/server/libvirt/flags'
import type { Supervisor } from '@/server/libvirt/facade/supervisor'
import type { Params } from '@/server/libvirt/procedures/typedParams'
import { isLibvirtError } from '@/server/libvirt/rpc/libvirtError'
import { tame } from './guest-info'
import { fromLibvirt } from './libvirt-error'
import { connected, present, requireState, subjectOf } from './on-vm'

const answerSeconds = 5
/** Freezing and trimming wait for the guest's disks. */
const slowMs = 60_000
const most = 100

const listed = <Row>(params: Params, name: string, row: (prefix: string) => Row): Row[] =>
  Array.from({ length: Math.min(most, Math.max(0, Number(params[`${name}.count`]) || 0)) }, (_, at) => row(`${name}.${at}`))

const amount = (value: unknown): number | null => (value === undefined || !Number.isFinite(Number(value)) ? null : Math.max(0, Number(value)))

/** Typed parameters of `virDomainGetGuestInfo` (users, file systems). */
export const parseDetails = (params: Params): GuestDetails => ({
  users: listed(params, 'user', (at) => ({ name: tame(params[`${at}.name`]), loginAt: amount(params[`${at}.login-time`]) })),
  fileSystems: listed(params, 'fs', (at) => ({
    mountpoint: tame(params[`${at}.mountpoint`]),
    type: tame(params[`${at}.fstype`]),
    totalBytes: amount(params[`${at}.total-bytes`]),
    usedBytes: amount(params[`${at}.used-bytes`]),
  })),
})

/** libvirt says it in words only. */
const lacks = (error: unknown): boolean => isLibvirtError(error) && /has not been found|CommandNotFound|has been disabled|not (currently )?supported/i.test(error.message)

const deeds: { [Kind in GuestDeed['kind']]: (side: Libvirt, uuid: string, deed: Extract<GuestDeed, { kind: Kind }>) => Promise<unknown> } = {
  freeze: (side, uuid) => side.domain.fsFreeze({ uuid }, {}, { timeoutMs: slowMs }),
  thaw: (side, uuid) => side.domain.fsThaw({ uuid }, {}, { timeoutMs: slowMs }),
  trim: (side, uuid) => side.domain.fsTrim({ uuid }, {}, { timeoutMs: slowMs }),
  'sync-time': (side, uuid) => side.domain.setTime({ uuid }, { seconds: Math.floor(Date.now() / 1000) }),
  'set-password': (side, uuid, { username, password }) => side.domain.setUserPassword({ uuid }, { user: username, password }),
  'add-ssh-keys': (side, uuid, { username, keys }) =>
    side.domain.agentCommand({ uuid }, { command: { execute: 'guest-ssh-add-authorized-keys', arguments: { username, keys } } }),
}

/** Each completes “Could not …” before “machine “web1””. */
const doing: Record<GuestDeed['kind'], string> = {
  freeze: 'freeze the file systems of', thaw: 'thaw the file systems of', trim: 'trim the file systems of', 'sync-time': 'set the time of',
  'set-password': 'set a password in', 'add-ssh-keys': 'add SSH keys in',
}

/** Runs a question to the guest agent beside the machine's turn: a mute guest must keep nobody waiting. */
const asking = async <Answer>(agent: Agent, id: string, words: string, ask: (side: Libvirt) => Promise<Answer>): Promise<Answer> => {
  const side = await connected(agent, 'side')
  let name: string | undefined
  try {
    const reading = present(await agent.machines.read(side, id), id)
    name = reading.observation.name
    requireState(reading, ['running'], `asked to ${words} it`)
    if (!reading.view.agentConnected) throw new AppError('TIMEOUT', `The guest agent of machine “${name}” does not answer.`, { subject: subjectOf(id, name), reason: { code: 'guest_mute', params: {} } })
    await side.domain.setAgentResponseTimeout({ uuid: id }, { seconds: answerSeconds })
    return await ask(side)
  } catch (error) {
    if (lacks(error)) {
      throw new AppError('WRONG_STATE', `The guest agent of machine “${name}” does not know how to ${words} it.`, {
        subject: subjectOf(id, name), hint: 'Install a newer qemu-guest-agent in the guest, or allow the command there.', reason: { code: 'guest_lacks', params: {} },
      })
    }
    throw fromLibvirt(error, `${words} machine “${name ?? id}”`, subjectOf(id, name))
  }
}

/** Errors: NOT_FOUND, WRONG_STATE, TIMEOUT when the guest agent does not answer. */
export const guestDetails = (agent: Agent, { id }: { id: string }): Promise<GuestDetails> =>
  asking(agent, id, 'look into', async (side) => parseDetails(await side.domain.guestInfo({ uuid: id }, { types: GuestInfoType.USERS | GuestInfoType.FILESYSTEM }, { timeoutMs: slowMs })))

/** Whatever happens on the way, a freeze ends by itself: its end is written down before it begins. */
const remembering = async (agent: Agent, id: string, deed: GuestDeed, act: () => Promise<void>): Promise<void> => {
  const already = agent.frozen.has(id)
  if (already && deed.kind !== 'freeze' && deed.kind !== 'thaw') {
    throw new AppError('WRONG_STATE', 'The file systems of the machine are frozen: thaw them first.', { subject: subjectOf(id), reason: { code: 'frozen', params: {} } })
  }
  if (deed.kind === 'freeze') await agent.frozen.add(id, deed.seconds)
  if (already && deed.kind === 'freeze') return
  try {
    await act()
    if (deed.kind === 'thaw') await agent.frozen.remove(id)
  } catch (error) {
    // What was refused is not frozen; of what was not answered nothing is known.
    if (deed.kind === 'freeze' && error instanceof AppError && error.code !== 'TIMEOUT') await agent.frozen.remove(id)
    throw error
  } finally {
    if (deed.kind === 'freeze' || deed.kind === 'thaw') void agent.machines.refresh(id, 'frozen')
  }
}

/** The time of a freeze is over. A machine that is off, or elsewhere, has nothing frozen here. Rejects when the guest does not answer. */
export const thawInTime = async (supervisor: Supervisor, id: string): Promise<void> => {
  const side = await supervisor.ready({ timeoutMs: slowMs })
  const active = await side.domain.isActive({ uuid: id }).catch((error: unknown) => {
    if (isLibvirtError(error, 'NO_DOMAIN')) return false
    throw error
  })
  if (!active) return
  await side.domain.setAgentResponseTimeout({ uuid: id }, { seconds: answerSeconds })
  await side.domain.fsThaw({ uuid: id }, {}, { timeoutMs: slowMs })
}

/** Errors: the same, and WRONG_STATE when the guest agent does not know how. */
export const askDeed = async (agent: Agent, { id, deed }: { id: string; deed: GuestDeed }): Promise<Record<string, never>> => {
  const act = deeds[deed.kind] as (side: Libvirt, uuid: string, deed: GuestDeed) => Promise<unknown>
  await remembering(agent, id, deed, async () => { await asking(agent, id, doing[deed.kind], (side) => act(side, id, deed)) })
  return {}
}

/** A guest that stood still has the wrong time. What does not work is no failure of the resume: it is tried again when the guest agent is there. */
export const syncTime = (agent: Agent, id: string): void => {
  agent.late.add(id)
  void askDeed(agent, { id, deed: { kind: 'sync-time' } }).then(
    () => agent.late.delete(id), (error: unknown) => agent.log.debug({ err: error, vm: id }, 'the time was not set'),
  )
}
