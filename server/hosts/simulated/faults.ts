import { AppError } from '@/server/domain/error'

/** What a test, or a person by the name of a machine, can make go wrong. */
export interface Faults {
  /** The next `times` calls of that name (`vm.ensureRunning`) end with this error before they do anything. */
  fail: (call: string, error: AppError, times?: number) => void
  /** Calls of that name do their work, but their answer never comes; the caller's time-out or `vanish` ends them. */
  hang: (call: string) => void
  /** Calls of that name wait before they do their work; the result lets them go on. */
  hold: (call: string) => { reached: Promise<void>; release: () => void }
  /** The host is gone: calls under way and later ones end as an unreachable host's do. */
  vanish: () => void
  comeBack: () => void
  /** Heals everything. */
  clear: () => void
  /** Names of all calls so far, in order. */
  readonly calls: readonly string[]
  /** Runs a call under the faults in force. */
  run: <T>(call: string, work: () => Promise<T> | T) => Promise<T>
}

/** A machine with this part in its name lets the call fail, so that a person can repeat it in a lab without a switch. */
export const sentinels = {
  'start-fail': new AppError('LIBVIRT', 'libvirt could not start the machine: the name asks for it.', {
    cause: { system: 'libvirt', code: 1, message: 'internal error: start-fail' },
  }),
  'define-fail': new AppError('LIBVIRT', 'libvirt refused the definition: the name asks for it.', {
    cause: { system: 'libvirt', code: 27, message: 'XML error: define-fail' },
  }),
  'stop-fail': new AppError('LIBVIRT', 'libvirt could not stop the machine: the name asks for it.', {
    cause: { system: 'libvirt', code: 38, message: 'Device or resource busy: stop-fail' },
  }),
} as const

export const failByName = (sentinel: keyof typeof sentinels, name: string): void => {
  if (name.includes(sentinel)) throw sentinels[sentinel]
}

export const connectionLost = (): Error => Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' })

export const createFaults = (onVanish: () => void): Faults => {
  const errors = new Map<string, AppError[]>()
  const hanging = new Set<string>()
  const holds = new Map<string, { reach: () => void; released: Promise<void> }>()
  const pending = new Set<(error: Error) => void>()
  const calls: string[] = []
  let gone = false

  const run = async <T>(call: string, work: () => Promise<T> | T): Promise<T> => {
    if (gone) throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })
    calls.push(call)
    let giveUp: (error: Error) => void = () => undefined
    const lost = new Promise<never>((_, reject) => { giveUp = reject })
    pending.add(giveUp)
    const attended = async (): Promise<T> => {
      const hold = holds.get(call)
      hold?.reach()
      await hold?.released
      const error = errors.get(call)?.shift()
      if (error) throw error
      const result = await work()
      return hanging.has(call) ? new Promise<never>(() => undefined) : result
    }
    try {
      return await Promise.race([attended(), lost])
    } finally {
      pending.delete(giveUp)
    }
  }

  const vanish = (): void => {
    gone = true
    for (const giveUp of pending) giveUp(connectionLost())
    onVanish()
  }
  const hold = (call: string) => {
    let reach: () => void = () => undefined
    let release: () => void = () => undefined
    const reached = new Promise<void>(resolve => { reach = resolve })
    const released = new Promise<void>(resolve => { release = resolve })
    holds.set(call, { reach, released })
    return { reached, release: () => { holds.delete(call); release() } }
  }

  return {
    run,
    calls,
    vanish,
    hold,
    fail: (call, error, times = 1) => { errors.set(call, [...(errors.get(call) ?? []), ...Array.from({ length: times }, () => error)]) },
    hang: call => { hanging.add(call) },
    comeBack: () => { gone = false },
    clear: () => {
      errors.clear()
      hanging.clear()
      gone = false
    },
  }
}
