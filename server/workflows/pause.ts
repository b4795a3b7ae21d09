/** Waits; an abort ends the wait early, without an error. */
export const pause = (ms: number, signal?: AbortSignal): Promise<void> => new Promise(resolve => {
  if (signal?.aborted) return resolve()
  const end = () => {
    clearTimeout(timer)
    signal?.removeEventListener('abort', end)
    resolve()
  }
  const timer = setTimeout(end, ms)
  signal?.addEventListener('abort', end, { once: true })
})

/** Rejects with the signal's reason as soon as it is aborted; never resolves. `dispose` lets go of the signal. */
export const whenAborted = (signal: AbortSignal): { promise: Promise<never>; dispose: () => void } => {
  let listener: () => void = () => undefined
  const promise = new Promise<never>((_, reject) => {
    listener = () => reject(signal.reason)
    if (signal.aborted) listener()
    else signal.addEventListener('abort', listener, { once: true })
  })
  // The race it takes part in may be over before it rejects.
  promise.catch(() => undefined)
  return { promise, dispose: () => signal.removeEventListener('abort', listener) }
}
