import { client } from '@/components/data/client'
import { notice } from '@/components/data/notice'
import { asProblem, ProblemError } from '@/components/data/problem'
import { useSessionState } from '@/components/data/sessionState'
import { putPiece } from './putPiece'
import { createRate } from './rate'
import { useUploads } from './uploads'

/** Large enough that what goes on between two pieces does not count, small enough that the manager learns often how far it is. */
const pieceBytes = 64 * 1024 ** 2
const backOffMs = [500, 1000, 2000, 4000, 8000, 15_000]
const tellMs = 250
const active = ['queued', 'running']

/** Senders at work, by upload. */
const working = new Map<string, AbortController>()

/** Codes that pass: a host or manager that is away, a job that has not begun, another idea of how far it is. */
const passing = new Set(['UNREACHABLE', 'NO_ANSWER', 'HOST_UNREACHABLE', 'DATABASE_DOWN', 'TIMEOUT', 'LOCKED', 'UNAUTHENTICATED'])
const mayPass = (error: unknown): boolean => {
  const { code, reason } = asProblem(error)
  return passing.has(code) || reason?.code === 'upload_offset' || reason?.code === 'upload_unknown'
}

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise(resolve => {
    const end = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, ms)
    signal.addEventListener('abort', end, { once: true })
  })

/** Sends from where the host is to the end. @returns when the host has all of it, or wants no more */
async function sendOnce(id: string, file: File, signal: AbortSignal, went: () => void): Promise<void> {
  const { change } = useUploads.getState()
  const rate = createRate()
  const known = await client.upload.get({ id }, { signal })
  if (!active.includes(known.state)) return
  let { offset } = known
  let toldAt = 0
  const tell = (sentBytes: number) => {
    const now = Date.now()
    if (now - toldAt < tellMs) return
    toldAt = now
    change(id, { state: 'sending', sentBytes, bytesPerSecond: rate(now, sentBytes), problem: null })
  }
  change(id, { state: 'sending', sentBytes: offset, problem: null })
  // Also when the host has all: the manager may not know it yet.
  do {
    const from = offset
    offset = await putPiece({ id, offset, bytes: file.slice(offset, offset + pieceBytes), signal, onSent: bytes => tell(from + bytes) })
    went()
  } while (offset < file.size)
}

async function send(id: string, file: File, signal: AbortSignal): Promise<void> {
  const { change } = useUploads.getState()
  for (let failures = 0; !signal.aborted; failures += 1) {
    try {
      await sendOnce(id, file, signal, () => (failures = 0))
      return change(id, { state: 'sent', sentBytes: file.size, bytesPerSecond: null })
    } catch (error) {
      if (signal.aborted) return
      if (!mayPass(error)) return change(id, { state: 'failed', problem: asProblem(error) })
      // The page asks to log in again; meanwhile nothing is asked.
      if (error instanceof ProblemError) notice(error)
      change(id, { state: 'waiting', bytesPerSecond: null })
      await pause(backOffMs[Math.min(failures, backOffMs.length - 1)] ?? 0, signal)
      while (useSessionState.getState().lost && !signal.aborted) await pause(1000, signal)
    }
  }
}

/** One tab at a time sends a file, where the browser knows how to agree on that. */
const alone = (id: string, work: (signal: AbortSignal) => Promise<void>, signal: AbortSignal): Promise<void> => {
  const locks = (navigator as Partial<Navigator>).locks
  if (!locks) return work(signal)
  return locks.request(`atrium.upload.${id}`, { ifAvailable: true }, async lock => {
    if (lock) return work(signal)
    useUploads.getState().change(id, { state: 'elsewhere' })
  })
}

/** The browser asks before a tab is left that sends something. */
const warn = (event: BeforeUnloadEvent) => event.preventDefault()

/** Sends the file, in the background of whatever page is shown, until the host has it or somebody stops it. */
export function startSending(id: string, file: File): void {
  if (working.has(id)) return
  const end = new AbortController()
  working.set(id, end)
  useUploads.getState().begin(id, file)
  window.addEventListener('beforeunload', warn)
  void alone(id, signal => send(id, file, signal), end.signal).finally(() => {
    if (working.get(id) === end) working.delete(id)
    if (working.size === 0) window.removeEventListener('beforeunload', warn)
  })
}

/** Stops sending; the host keeps what it has. */
export function pauseSending(id: string): void {
  working.get(id)?.abort()
  working.delete(id)
  useUploads.getState().change(id, { state: 'paused', bytesPerSecond: null })
}

/** Nothing more is to be sent: it was cancelled. */
export function stopSending(id: string): void {
  working.get(id)?.abort()
  working.delete(id)
}
