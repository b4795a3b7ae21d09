import './heap'
import { once } from 'node:events'
import type { Server } from 'node:https'
import { AppError } from '@/server/domain/error'
import { lockDisks } from './host/lock-disks'
import { loadIdentity } from './identity/folder'
import { join } from './identity/join'
import { createLog } from './log'
import { parseAddress, parseCommand } from './options'
import type { RunCommand } from './options'
import { startAgent } from './start'
import { version } from './version'

/** A service manager may hand over a listening socket as file 3 (sd_listen_fds(3)): then the port is open before the agent is. */
const inheritedSocket = (): number | null => (process.env['LISTEN_FDS'] === '1' ? 3 : null)

const listen = async (server: Server, address: string): Promise<void> => {
  const fd = inheritedSocket()
  if (fd !== null) server.listen({ fd })
  else server.listen(parseAddress(address))
  await once(server, 'listening').catch((error: NodeJS.ErrnoException) => {
    const why = error.code === 'EADDRINUSE' ? 'the port is already in use' : error.message
    throw new AppError('IN_USE', `The agent cannot listen at ${address}: ${why}.`, { hint: 'Is another agent running?' })
  })
}

/** A leave is answered before the process ends. */
const leaveMs = 500

const run = async (command: RunCommand): Promise<void> => {
  const log = createLog(command.logLevel)
  const identity = await loadIdentity(command.dataDir)
  if (!identity)
    throw new AppError('WRONG_STATE', `This host has not joined a manager: there is no identity in ${command.dataDir}.`, {
      hint: 'Run atrium-agent join first.',
    })
  const { server, close } = await startAgent({ ...command, identity, log, onLeave: () => setTimeout(() => void stop('left the manager'), leaveMs) })
  let stopping = false
  const stop = async (why: string): Promise<void> => {
    if (stopping) return
    stopping = true
    log.info({ why }, 'agent ends; machines keep running')
    await close()
    process.exit(0)
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop(signal))
  await listen(server, command.listen ?? identity.address)
  log.info({ version, hostId: identity.hostId, address: server.address(), libvirtSocket: command.libvirtSocket }, 'agent is ready')
}

const main = async (): Promise<void> => {
  try {
    const command = parseCommand(process.argv.slice(2))
    if (command.command === 'run') return await run(command)
    if (command.command === 'lock-disks') {
      const { restarted } = await lockDisks()
      process.stdout.write(restarted ? 'Disks in use are locked.\n' : 'Set. Disks are locked as soon as virtlockd runs and libvirtd has been restarted.\n')
      return
    }
    const { hostId } = await join(command)
    process.stdout.write(`This host has joined ${command.manager} as ${hostId}.\n`)
  } catch (error) {
    const told = error instanceof AppError ? error : new AppError('INTERNAL', String(error instanceof Error ? error.stack : error))
    process.stderr.write(`${told.message}\n${told.detail.hint ?? ''}\n`)
    process.exit(1)
  }
}

void main()
