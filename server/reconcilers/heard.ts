/** The stream's events; a silence of `silenceMs` ends it with an error, because a dead connection often says nothing. */
export async function* heard<T>(stream: AsyncIterable<T>, silenceMs: number, signal: AbortSignal): AsyncGenerator<T, void> {
  const iterator = stream[Symbol.asyncIterator]()
  try {
    for (;;) {
      let timer: NodeJS.Timeout | undefined
      let stop: () => void = () => undefined
      const silent = new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(new Error(`Nothing was heard for ${silenceMs / 1000} s.`)), silenceMs)
        stop = () => reject(new Error('The watch was stopped.'))
        if (signal.aborted) stop()
        else signal.addEventListener('abort', stop, { once: true })
      })
      try {
        const next = await Promise.race([iterator.next(), silent])
        if (next.done) throw new Error('The agent closed the connection.')
        yield next.value
      } finally {
        clearTimeout(timer)
        signal.removeEventListener('abort', stop)
        silent.catch(() => undefined)
      }
    }
  } finally {
    // Not awaited: a dead peer does not answer.
    void Promise.resolve(iterator.return?.()).catch(() => undefined)
  }
}
