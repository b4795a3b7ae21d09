/** What the tabs of one browser tell each other about the one change stream they share. */
export type StreamNews =
  | { kind: 'open' }
  /** `data` as the manager sent it. */
  | { kind: 'change'; data: string }
  /** The manager could not tell what was missed. */
  | { kind: 'reset' }
  | { kind: 'closed' }
  /** A tab asks the holder to say how the stream stands, and to open it when it is closed. */
  | { kind: 'asked' }

const name = 'atrium-changes'
/** A holder that answers nothing for so long is frozen by the browser, or hangs. */
const answerMs = 4_000
/** How often a visible tab makes sure that its holder lives. */
const checkMs = 30_000

export interface Share {
  /** Tells the other tabs. */
  tell: (news: StreamNews) => void
  stop: () => void
}

interface Member {
  /** This tab holds the stream from now on. */
  hold: () => void
  /** Another tab took it over. */
  letGo: () => void
  hear: (news: StreamNews) => void
}

/** Without locks (plain HTTP on another name than localhost) each tab has a stream of its own. */
const canShare = (): boolean => typeof navigator !== 'undefined' && 'locks' in navigator && typeof BroadcastChannel !== 'undefined'

/**
 * Exactly one tab of the browser holds the stream, because HTTP/1.1 allows six connections per server: six tabs, each with a stream of
 * its own, would leave none for anything else. The holder is who has the lock; when its tab closes or dies the browser gives the lock
 * to the next one. https://www.w3.org/TR/web-locks/
 */
export function shareStream(member: Member): Share {
  if (!canShare()) {
    member.hold()
    return { tell: () => undefined, stop: () => undefined }
  }
  const channel = new BroadcastChannel(name)
  let stopped = false
  /** The request that counts: what becomes of an earlier one concerns nobody any more. */
  let current = new AbortController()
  let release: (() => void) | null = null
  let unanswered: ReturnType<typeof setTimeout> | undefined

  const answered = (): void => {
    clearTimeout(unanswered)
    unanswered = undefined
  }
  const request = (steal: boolean): void => {
    const own = new AbortController()
    // On a busy machine the first request may still wait for the browser: stealing must not take the lock from this tab itself.
    current.abort()
    current = own
    navigator.locks
      .request(name, steal ? { steal } : { signal: own.signal }, () => {
        if (stopped || current !== own) return undefined
        answered()
        member.hold()
        return new Promise<void>(resolve => { release = resolve })
      })
      .catch(() => {
        // Taken over by another tab, which found this one silent; or stopped.
        if (stopped || current !== own) return
        const held = release !== null
        release = null
        if (held) member.letGo()
        request(false)
      })
  }
  const check = (): void => {
    if (release !== null || document.hidden || unanswered !== undefined) return
    channel.postMessage({ kind: 'asked' } satisfies StreamNews)
    unanswered = setTimeout(() => {
      unanswered = undefined
      if (release === null && !stopped) request(true)
    }, answerMs)
  }
  channel.onmessage = ({ data }: MessageEvent<StreamNews>) => {
    if (data.kind !== 'asked') answered()
    if ((data.kind === 'asked') === (release !== null)) member.hear(data)
  }
  request(false)
  check()
  const timer = setInterval(check, checkMs)
  document.addEventListener('visibilitychange', check)
  return {
    tell: news => channel.postMessage(news),
    stop: () => {
      stopped = true
      current.abort()
      release?.()
      answered()
      clearInterval(timer)
      document.removeEventListener('visibilitychange', check)
      channel.close()
    },
  }
}
