import { once } from 'node:events'
import { Agent } from 'node:https'
import type { Socket } from 'node:net'
import { WebSocket } from 'ws'
import { agentConsolePath } from '@/server/contract/agent/agent'
import { agentTls } from '@/server/hosts/tls'
import type { Db } from '@/server/store/db'
import type { Admission } from './authorise'
import { ConsoleRefused } from './refusal'

const handshakeMs = 10_000

/** The console as the host's agent gives it, over mTLS; paused until somebody reads. @throws ConsoleRefused when the host can't be reached */
export async function openUpstream(db: Db, { host, vmId, protocol }: Pick<Admission, 'host' | 'vmId' | 'protocol'>): Promise<WebSocket> {
  const instance = await db.instance.findFirst()
  if (!instance) throw new ConsoleRefused('unreachable', 'This manager is not set up.')
  const upstream = new WebSocket(`wss://${host.address}${agentConsolePath(vmId, protocol)}`, ['binary'], {
    // An agent of its own carries the client certificate and the check of the host's name.
    agent: new Agent(await agentTls(instance, host.id)),
    perMessageDeflate: false,
    handshakeTimeout: handshakeMs,
    maxPayload: 64 * 1_048_576,
  })
  // Without a listener a late error would end the process; 'close' always follows it.
  upstream.on('error', () => {})
  upstream.on('upgrade', response => {
    (response.socket as Socket).setNoDelay(true)
    upstream.pause()
  })
  try {
    await once(upstream, 'open')
    return upstream
  } catch {
    upstream.terminate()
    throw new ConsoleRefused('unreachable', 'The host of this machine does not answer.')
  }
}
