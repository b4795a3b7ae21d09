import { randomBytes, randomUUID } from 'node:crypto'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { WebSocket } from 'ws'
import { agentConsolePath } from '@/server/contract/agent/agent'
import { createCa, createCsr, signHost, signManager } from '@/server/domain/pki/certificate'
import { startDaemon } from '@/server/libvirt/testing/daemon'
import type { Daemon } from '@/server/libvirt/testing/daemon'
import { saveIdentity } from '@/server/agent/identity/folder'
import { startAgentProcess } from './agent-process'
import type { AgentProcess } from './agent-process'
import { agentClient } from './client'
import type { AgentClient, ManagerTls } from './client'
import { EventLog } from './event-log'

const serial = (): string => randomBytes(16).toString('hex')

/**
 * A whole host for integration tests: libvirt and network of its own, and the real agent inside, which believes a test
 * authority. Needs root, libvirtd, QEMU.
 */
export interface TestHost extends AsyncDisposable {
  readonly hostId: string
  /** The test manager's instance id, which its certificate names. */
  readonly instanceId: string
  /** The test manager's client certificate and the authority. */
  readonly tls: ManagerTls
  /** The authority's key, for tests that need other certificates. */
  readonly ca: { certificate: string; key: string }
  /** Calls the agent of now; errors come back as AppErrors. */
  readonly client: AgentClient
  /** The agent's port on 127.0.0.1; another one after each start. */
  readonly port: number
  readonly daemon: Daemon
  readonly agent: AgentProcess
  /** Folder for a storage domain, the same path inside and outside. */
  readonly storagePath: string
  readonly dataDir: string
  virsh(...args: string[]): Promise<string>
  watch(): Promise<EventLog>
  /** A console as the manager opens it; not yet open. */
  console(vmId: string, protocol: 'vnc' | 'serial'): WebSocket
  /** SIGKILL to the agent; resolves when it is gone. */
  killAgent(): Promise<void>
  startAgent(): Promise<void>
}

/** Starts one, its agent with these arguments more. Dispose of it, or use `await using`. */
export const testHost = async (agentArgs: readonly string[] = []): Promise<TestHost> => {
  const folder = await mkdtemp(join(tmpdir(), 'atrium-host-'))
  const [dataDir, storagePath] = [join(folder, 'agent'), join(folder, 'storage')]
  for (const path of [dataDir, storagePath]) await mkdir(path)
  const [hostId, instanceId] = [randomUUID(), randomUUID()]
  const ca = await createCa({ name: 'test', serial: serial(), now: Date.now() })
  const [host, manager] = await Promise.all([createCsr('host'), createCsr('manager')])
  const request = { ca, now: Date.now() }
  const certificate = await signHost(hostId, { ...request, csr: host.csr, serial: serial() })
  await saveIdentity(dataDir, { hostId, address: '127.0.0.1:0', manager: 'http://127.0.0.1:1', key: host.key, certificate, ca: ca.certificate })
  const tls: ManagerTls = { key: manager.key, cert: await signManager(instanceId, { ...request, csr: manager.csr, serial: serial() }), ca: ca.certificate }
  const daemon = await startDaemon()
  const start = (): Promise<AgentProcess> => startAgentProcess(daemon, dataDir, agentArgs)
  const connect = ({ port }: AgentProcess) => agentClient(port, hostId, tls)
  const stopAll = async (): Promise<void> => {
    await daemon.stop()
    await rm(folder, { recursive: true, force: true })
  }
  try {
    let agent = await start()
    let connection = connect(agent)
    const dispose = async (): Promise<void> => {
      connection.close()
      await stopAll()
    }
    return {
      hostId,
      instanceId,
      tls,
      ca,
      daemon,
      storagePath,
      dataDir,
      get client() {
        return connection.client
      },
      get port() {
        return agent.port
      },
      get agent() {
        return agent
      },
      virsh: (...args) => daemon.exec('virsh', ...args),
      watch: () => EventLog.open(connection.client),
      console: (vmId, protocol) =>
        new WebSocket(`wss://127.0.0.1:${agent.port}${agentConsolePath(vmId, protocol)}`, ['binary'], {
          ...tls,
          rejectUnauthorized: false,
          perMessageDeflate: false,
        }),
      async killAgent() {
        await daemon.exec('kill', '-KILL', String(agent.pid))
        await agent.ended
        connection.close()
      },
      async startAgent() {
        agent = await start()
        connection = connect(agent)
      },
      [Symbol.asyncDispose]: dispose,
    }
  } catch (error) {
    await stopAll()
    throw error
  }
}
