import { connect } from 'node:net'

const everyMs = 10
/** No answer for this long counts as lost; the next attempts go on meanwhile. */
const patienceMs = 2_000

export interface Probe {
  /** Longest time without an answer, in ms. */
  stop: () => number
}

/**
 * Asks a guest each 10 ms whether it is there: a connection to a port where nothing listens, which the guest's kernel refuses at once.
 * As good as a ping, which needs a raw socket.
 */
export function probeGuest(address: string): Probe {
  let last = performance.now()
  let longest = 0
  const answered = (): void => {
    const now = performance.now()
    longest = Math.max(longest, now - last)
    last = now
  }
  const timer = setInterval(() => {
    const socket = connect({ host: address, port: 9 })
    socket.setTimeout(patienceMs, () => socket.destroy())
    socket.once('connect', () => {
      answered()
      socket.destroy()
    })
    socket.once('error', (error: NodeJS.ErrnoException) => { if (error.code === 'ECONNREFUSED') answered() })
  }, everyMs)
  return {
    stop: () => {
      clearInterval(timer)
      return Math.max(longest, performance.now() - last)
    },
  }
}
