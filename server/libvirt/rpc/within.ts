import { CallTimeoutError } from './errors'

export interface Limits {
  timeoutMs: number
  signal?: AbortSignal
  /** What takes so long, for the message. */
  what: string
}

/** Waits for `promise`, but not longer than the limits: then CallTimeoutError or the signal's reason. The promise itself goes on. */
export async function within<T>(promise: Promise<T>, { timeoutMs, signal, what }: Limits): Promise<T> {
  let release: (() => void) | undefined
  const limit = new Promise<never>((_resolve, reject) => {
    const onAbort = (): void => reject(signal?.reason)
    const timer = setTimeout(() => reject(new CallTimeoutError(what, timeoutMs)), timeoutMs)
    if (signal?.aborted) onAbort()
    signal?.addEventListener('abort', onAbort, { once: true })
    release = () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', onAbort)
    }
  })
  try {
    return await Promise.race([promise, limit])
  } finally {
    release?.()
  }
}
