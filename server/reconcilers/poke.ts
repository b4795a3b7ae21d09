/** Work that is asked for often and must not run twice at once. */
export interface Poke {
  /** Runs the work soon; asked again while it runs, it runs once more afterwards. */
  poke: () => void
  stop: () => void
}

/** A burst of changes is looked at once. */
const burstMs = 50

/** Several pokes within `gatherMs` are one. */
export const createPoke = (work: () => Promise<void>, gatherMs = burstMs): Poke => {
  let timer: NodeJS.Timeout | null = null
  let running = false
  let again = false
  let stopped = false

  const run = async (): Promise<void> => {
    timer = null
    running = true
    await work().catch(() => undefined)
    running = false
    if (again) poke()
  }
  const poke = (): void => {
    if (stopped || timer) return
    if (running) {
      again = true
      return
    }
    again = false
    timer = setTimeout(() => void run(), gatherMs)
  }
  return {
    poke,
    stop: () => {
      stopped = true
      if (timer) clearTimeout(timer)
    },
  }
}
