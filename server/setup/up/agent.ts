import { readFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { programFile } from '../build/programs'
import { attempt } from '../command'
import { freePort } from '../port'
import { withConnection } from '../postgres/database'
import { sentenceOf, SetupProblem } from '../problem'
import { projectRoot } from '../root'
import { waitFor } from '../wait'
import { consoleAddress } from './health'
import { managerCommand } from './manager'
import type { Options } from './options'
import type { Places } from './places'

const joinTimeoutMs = 60_000

/** The host that this machine's agent has joined as, or undefined. The agent writes agent.json last of all when it joins. */
export async function joinedHost(places: Places): Promise<string | undefined> {
  const text = await readFile(join(places.agent, 'agent.json'), 'utf8').catch(() => undefined)
  return text === undefined ? undefined : (JSON.parse(text) as { hostId: string }).hostId
}

/** Makes this machine a host of the running manager: a one-time token, spent at once, for an agent on loopback. @returns the host's id */
export async function joinAgent(options: Options, places: Places, env: Record<string, string>): Promise<string> {
  const token = await hostToken(env)
  const address = `127.0.0.1:${await freePort()}`
  const joined = await attempt(process.execPath, [
    '--enable-source-maps', programFile('agent'), 'join', '--manager', consoleAddress(options), '--token', token, '--address', address, '--data', places.agent,
  ], { cwd: projectRoot, timeoutMs: joinTimeoutMs, env: { PATH: process.env.PATH ?? '', NODE_ENV: 'production' } })
  if (joined.code !== 0) throw new SetupProblem(`This machine's agent cannot join the manager: ${joined.stderr.trim() || 'no answer in time'}`)
  const host = await joinedHost(places)
  if (!host) throw new Error(`the agent has joined but left no agent.json in ${places.agent}`)
  return host
}

/** A token for this machine's name; for name-2 and so on when a host of that name is there already: another machine, or a join that was cut off. */
async function hostToken(env: Record<string, string>, count = 1): Promise<string> {
  const name = count === 1 ? hostname() : `${hostname()}-${count}`
  try {
    return (await managerCommand(env, ['host-token', '--name', name])).split('\n').at(-1) ?? ''
  } catch (error) {
    if (count < 9 && sentenceOf(error).includes('already a host named')) return hostToken(env, count + 1)
    throw error
  }
}

/** Waits until the manager sees the host as up. @returns its last status */
export async function waitForHost(databaseUrl: string, hostId: string, timeoutMs: number): Promise<string> {
  let status = 'unknown'
  await withConnection(databaseUrl, client => waitFor(async () => {
    const found = await client.query<{ status: string }>('select status from host where id = $1', [hostId])
    status = found.rows[0]?.status ?? 'gone'
    return status === 'up'
  }, timeoutMs, 100))
  return status
}
