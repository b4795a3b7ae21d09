import type { IncomingMessage, ServerResponse } from 'node:http'
import { AppError } from '@/server/domain/error'
import { credentialsOfRequest, openSession } from '@/server/api/credentials'
import type { Db } from '@/server/store/db'
import { findSession, type ActiveSession } from '@/server/store/session/session'
import type { Hub, HubChange } from './hub'
import { sendProblem } from './problem'
import { maySee } from './visibility'

const heartbeatMs = 15_000
/** A client that lets so much pile up is dropped; it comes back and catches up. */
const mostBufferedBytes = 1_048_576

interface Options {
  db: Db
  hub: Hub
  heartbeatMs?: number
}

const format = ({ seq, topic, id }: HubChange): string => `id: ${seq}\nevent: change\ndata: ${JSON.stringify({ seq: String(seq), topic, id })}\n\n`

/** The last change that the caller knows of: by header, or by `after` for a browser's EventSource, which sets no header at its first try. */
const lastEventId = (request: IncomingMessage): bigint | null => {
  const value = request.headers['last-event-id'] ?? new URL(request.url ?? '/', 'http://any').searchParams.get('after')
  return typeof value === 'string' && /^\d{1,18}$/.test(value) ? BigInt(value) : null
}

/** One page's stream: sends what its caller may see, in order, until it leaves, is too slow, or its session ends. */
class Stream {
  private queue = Promise.resolve()
  private readonly stops: (() => void)[] = []
  private ended = false

  constructor(
    private readonly options: Options,
    private readonly response: ServerResponse,
    private session: ActiveSession,
  ) {}

  /** Listens first and says "open" then: whatever happens from then on is told. */
  async open(last: bigint | null): Promise<void> {
    const { hub } = this.options
    const early: HubChange[] = []
    let caughtUp = false
    this.stops.push(
      hub.listen({
        changed: change => (caughtUp ? this.offer(change) : early.push(change)),
        // Who comes back after this asks for everything again.
        gap: () => this.end(),
        sessionEnded: hash => hash === this.session.tokenHash && this.end(),
      }),
    )
    const missed = last === null ? [] : await hub.since(last)
    this.response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store', 'x-accel-buffering': 'no' })
    this.write(`retry: 1000\n\n${missed === null ? 'event: reset\ndata: {}\n\n' : ''}`)
    for (const change of [...(missed ?? []), ...early]) this.offer(change)
    caughtUp = true
    const timer = setInterval(() => void this.beat(), this.options.heartbeatMs ?? heartbeatMs)
    this.stops.push(() => clearInterval(timer))
  }

  private offer(change: HubChange): void {
    const caller = { ...this.session.user, grants: this.session.grants }
    if (change.topic === 'users' && change.id === caller.id) void this.beat()
    const visible = maySee(this.options.db, caller, change)
    // Those with a role on everything, the most, need not wait for a look-up.
    if (visible === false) return
    this.queue = this.queue.then(async () => {
      if (await visible) this.write(format(change))
    }).catch(() => this.end())
  }

  /** Says that the stream lives, and looks whether its session still does and which roles its user has now. */
  private async beat(): Promise<void> {
    this.write(': alive\n\n')
    try {
      const session = await findSession(this.options.db, this.session.tokenHash, new Date())
      if (session) this.session = session
      else this.end()
    } catch {
      // The database is down: the stream stays, and is looked at again at the next beat.
    }
  }

  private write(text: string): void {
    if (this.ended) return
    this.response.write(text)
    if (this.response.writableLength > mostBufferedBytes) this.response.destroy()
  }

  end(): void {
    if (this.ended) return
    this.ended = true
    for (const stop of this.stops) stop()
    this.response.end()
  }
}

/** `GET /api/v1/changes`: server-sent events. Needs a session, by cookie or bearer; catches up after Last-Event-ID. */
export function serveChanges(options: Options): { handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>; stop: () => void } {
  const streams = new Set<Stream>()
  return {
    handle: async (request, response) => {
      try {
        const credentials = credentialsOfRequest(request)
        const opened = await openSession(options.db, credentials, new Date())
        if (!opened) throw new AppError('UNAUTHENTICATED', 'You are not logged in.', { hint: 'Log in, or send the token as Authorization: Bearer.' })
        if (!(await options.hub.connected())) throw new AppError('DATABASE_DOWN', 'The database does not answer.', { hint: 'Try again in a moment.' })
        const stream = new Stream(options, response, opened.session)
        streams.add(stream)
        response.on('close', () => {
          streams.delete(stream)
          stream.end()
        })
        response.socket?.setNoDelay(true)
        await stream.open(lastEventId(request))
      } catch (error) {
        sendProblem(response, error)
      }
    },
    stop: () => {
      for (const stream of streams) stream.end()
    },
  }
}
