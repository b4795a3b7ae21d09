import { Channel } from '@/server/libvirt/rpc/channel'
import { LibvirtError } from '@/server/libvirt/rpc/libvirtError'
import { ErrorCode, ErrorDomain, ErrorLevel } from '@/server/libvirt/rpc/errorCodes'
import { dial } from '@/server/libvirt/rpc/socket'
import type { Target } from '@/server/libvirt/rpc/socket'
import { bind } from '@/server/libvirt/procedures/bind'
import { AuthType, ConnectFlag, connection, FEATURE_KEEPALIVE } from '@/server/libvirt/procedures/connection'
import { Libvirt } from './libvirt'

export interface ConnectOptions {
  /** `qemu:///system` unless told; `test:///default` is libvirt's driver for tests. */
  uri?: string
  readOnly?: boolean
  /** Silence after which the server is asked for a sign of life; 0 = never. */
  keepAliveMs?: number
  /** Unanswered questions until the connection counts as lost. */
  keepAliveCount?: number
  /** For opening the socket. */
  connectTimeoutMs?: number
  callTimeoutMs?: number
  /** For procedures that libvirt works minutes on (rows marked LONG). */
  longCallTimeoutMs?: number
  /** Received and unread bytes of one stream after which nothing more is read from the connection. */
  streamBacklogBytes?: number
  /** Gives up connecting; no effect on the open connection. */
  signal?: AbortSignal
}

const DEFAULTS = {
  uri: 'qemu:///system',
  keepAliveMs: 5_000,
  keepAliveCount: 5,
  connectTimeoutMs: 10_000,
  callTimeoutMs: 30_000,
  longCallTimeoutMs: 6 * 3_600_000,
  streamBacklogBytes: 1024 * 1024,
}

/** Opens libvirt at `target`. Errors: ConnectionLostError (nobody there), CallTimeoutError, LibvirtError (refused), the signal's reason. */
export async function connect(target: Target, options: ConnectOptions = {}): Promise<Libvirt> {
  const set = { ...DEFAULTS, ...given(options) }
  const socket = await dial(target, { timeoutMs: set.connectTimeoutMs, signal: set.signal })
  const channel = new Channel(socket, {
    keepalive: { intervalMs: set.keepAliveMs, count: set.keepAliveCount },
    callTimeoutMs: set.callTimeoutMs,
    longCallTimeoutMs: set.longCallTimeoutMs,
    streamBacklogBytes: set.streamBacklogBytes,
  })
  try {
    await open(channel, set)
  } catch (error) {
    channel.close(error instanceof Error ? error : new Error(String(error)))
    throw error
  }
  return new Libvirt(channel, (changed) => connect(target, { ...options, signal: undefined, ...changed }))
}

/** Without the options that are there but undefined: they mean the default. */
function given(options: ConnectOptions): ConnectOptions {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined))
}

async function open(channel: Channel, { uri, readOnly, keepAliveMs, signal }: ConnectOptions): Promise<void> {
  const session = bind(channel, 'connection', connection)
  await authenticate(session, signal)
  await session.open({ uri, flags: readOnly ? ConnectFlag.READ_ONLY : 0 }, { signal })
  // The reply does not matter: a server without the feature just does not ping.
  if (keepAliveMs) await session.supportsFeature({ feature: FEATURE_KEEPALIVE }, { signal })
}

/** libvirt expects the question for its ways of authentication before anything else. Root on the unix socket needs none. */
async function authenticate(session: ReturnType<typeof bind<typeof connection>>, signal: AbortSignal | undefined): Promise<void> {
  const types = await session.authList({}, { signal })
  if (types.length === 0 || types.includes(AuthType.NONE)) return
  if (types.includes(AuthType.POLKIT)) return void (await session.authPolkit({}, { signal }))
  throw new LibvirtError(
    {
      code: ErrorCode.AUTH_UNAVAILABLE,
      domain: ErrorDomain.AUTH,
      message: 'libvirt asks for SASL authentication, which this client does not speak',
      level: ErrorLevel.ERROR,
      dom: undefined,
      str1: undefined,
      str2: undefined,
      str3: undefined,
      int1: -1,
      int2: -1,
      net: undefined,
    },
    'connection.authList',
  )
}
