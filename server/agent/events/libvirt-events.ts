import { setTimeout } from 'node:timers/promises'
import type { Agent } from '@/server/agent/agent'
import { syncTime } from '@/server/agent/vms/guest-deeds'
import type { EventKind } from '@/server/libvirt/events/families'

/** Whatever happens to a machine makes it be read again; the payload only says which machine and why. */
const kinds = [
  'lifecycle',
  'reboot',
  'io-error',
  'agent-lifecycle',
  'balloon-change',
  'device-added',
  'device-removed',
  'disk-change',
  'metadata-change',
  'watchdog',
  'control-error',
  'migration-iteration',
  'job-completed',
  'qemu-shutdown',
] as const satisfies readonly EventKind[]

const guestMs = 60_000
/** Pauses between the first questions. */
const newcomerMs = [2_000, 3_000, 5_000, 10_000, 20_000]
/** Longer than most handovers take. */
const handoverMs = 500

/** QEMU tells of several resets while the firmware starts a machine once: within this time they are one reboot. */
export const oneRebootMs = 3_000

/** Tells for each reset whether it begins a reboot or still belongs to the last one. `now` in ms. */
export const rebootCounter = (): ((uuid: string, now: number) => boolean) => {
  const begun = new Map<string, number>()
  return (uuid, now) => {
    for (const [one, at] of begun) if (now - at >= oneRebootMs) begun.delete(one)
    if (begun.has(uuid)) return false
    begun.set(uuid, now)
    return true
  }
}

/** Follows libvirt: each event, each loss of the connection and each return. Returns the function that ends it. */
export const followLibvirt = async (agent: Agent): Promise<() => Promise<void>> => {
  const { libvirt, machines, restarting, migrations, feed, late, log } = agent
  const beginsReboot = rebootCounter()
  const newcomers = new Set<string>()
  const unlisten = await libvirt.listen(kinds, (event) => {
    const { uuid } = event.domain
    if (event.kind === 'migration-iteration' || event.kind === 'job-completed') return migrations.poke(uuid)
    // libvirt's own event of the end follows, and makes the machine be read.
    if (event.kind === 'qemu-shutdown') return void restarting.ended(uuid, event.reason).catch((error: unknown) => log.warn({ err: error }, 'could not keep why a machine ended'))
    if (event.kind === 'reboot' && !beginsReboot(uuid, performance.now())) return
    if (event.kind === 'lifecycle' && event.event === 'started') machines.forget(uuid)
    if (event.kind === 'lifecycle' && event.event === 'stopped') [late, newcomers].forEach((each) => each.delete(uuid))
    if (event.kind === 'lifecycle' && event.event === 'resumed' && event.detail === 'migrated') syncTime(agent, uuid)
    const read = () => void machines.refresh(uuid, event.kind === 'lifecycle' ? `${event.event}/${event.detail}` : event.kind)
    // The guest stands still while it is handed over: nothing may keep libvirt busy just then, and what comes of it is told by the next event.
    if (event.kind === 'lifecycle' && event.event === 'suspended' && migrations.leaves(uuid)) void setTimeout(handoverMs, undefined, { ref: false }).then(read)
    else read()
    if (event.kind === 'agent-lifecycle' && event.state === 'connected') {
      if (late.has(uuid)) syncTime(agent, uuid)
      void askNewcomer(machines, newcomers, uuid)
    }
  })
  let down = false
  const offUp = libvirt.on('up', () => {
    if (!down) return
    down = false
    log.info('libvirt is back')
    feed.push({ type: 'libvirt', state: 'up', message: 'libvirt answers again.' })
    feed.push({ type: 'resnapshot' })
  })
  const offDown = libvirt.on('down', ({ error, retryMs }) => {
    if (!down) feed.push({ type: 'libvirt', state: 'down', message: `libvirt does not answer: ${error.message}` })
    down = true
    log.warn({ err: error, retryMs }, 'libvirt does not answer')
  })
  const timer = setInterval(() => void askGuests(agent), guestMs)
  const offFirst = agent.side.on('up', () => void askGuests(agent))
  return async () => {
    clearInterval(timer)
    offUp()
    offDown()
    offFirst()
    await unlisten()
  }
}

/**
 * A guest has its addresses some seconds after its agent, which tells nobody of them: people should not wait a minute to see them. One series
 * a machine, however often its agent comes and goes; it ends with the machine.
 */
const askNewcomer = async (machines: Agent['machines'], newcomers: Set<string>, uuid: string): Promise<void> => {
  const first = !newcomers.has(uuid)
  newcomers.add(uuid)
  await machines.askGuest(uuid)
  for (const pause of first ? newcomerMs : []) {
    if (machines.hasAddress(uuid)) break
    await setTimeout(pause, undefined, { ref: false })
    if (!newcomers.has(uuid)) return
    await machines.askGuest(uuid)
  }
  if (first) newcomers.delete(uuid)
}

/** All running machines whose agent is there, one after the other: a host with many guests is not flooded. */
const askGuests = async ({ libvirt, machines, log }: Pick<Agent, 'libvirt' | 'machines' | 'log'>): Promise<void> => {
  try {
    const connection = libvirt.current ?? (await libvirt.ready())
    for (const { uuid, id } of await connection.domain.list()) {
      if (id < 0) continue
      const reading = await machines.read(connection, uuid)
      if (reading?.view.agentConnected) await machines.askGuest(uuid)
    }
  } catch (error) {
    log.debug({ err: error }, 'guests were not asked')
  }
}
