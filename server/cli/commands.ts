import { createInterface } from 'node:readline/promises'
import { CliError, connect, type Client } from './client'
import { waitForJob } from './job'
import { idOf, resource } from './resources'
import { forgetSession, keepSession, readSession, type Kept } from './session'
import { cell, table } from './table'

export interface Flags {
  url?: string | undefined
  username?: string | undefined
  search?: string | undefined
  sort?: string | undefined
  limit?: string | undefined
  json?: boolean | undefined
  wait?: boolean | undefined
}

export interface Terminal {
  env: NodeJS.ProcessEnv
  print: (text: string) => void
  input: NodeJS.ReadableStream
}

type Command = (terminal: Terminal, flags: Flags, args: string[]) => Promise<void>

async function loggedIn(env: NodeJS.ProcessEnv): Promise<{ client: Client; session: Kept }> {
  const session = await readSession(env)
  if (!session) throw new CliError('You are not logged in. Use: atrium login --url http://127.0.0.1:8080 --username admin')
  return { client: connect(session.url, session.token), session }
}

/** From ATRIUM_PASSWORD or standard input: never from the command line, which everybody on the machine can read. */
async function password({ env, input }: Terminal): Promise<string> {
  if (env.ATRIUM_PASSWORD) return env.ATRIUM_PASSWORD
  const lines = createInterface({ input })
  try {
    for await (const line of lines) return line
    throw new CliError('Give the password in ATRIUM_PASSWORD or on standard input.')
  } finally {
    lines.close()
  }
}

const login: Command = async (terminal, flags) => {
  const url = (flags.url ?? terminal.env.ATRIUM_URL ?? 'http://127.0.0.1:8080').replace(/\/+$/, '')
  const username = flags.username ?? 'admin'
  const { token } = await connect(url, null).session.login({ username, password: await password(terminal) })
  await keepSession(terminal.env, { url, token })
  terminal.print(`Logged in at ${url} as ${username}.`)
}

const logout: Command = async ({ env, print }) => {
  const { client } = await loggedIn(env)
  await client.session.logout()
  await forgetSession(env)
  print('Logged out.')
}

const list: Command = async ({ env, print }, { search, sort, limit, json }, [name]) => {
  const { columns, list: read } = resource(name)
  const { client } = await loggedIn(env)
  const { items, total } = await read(client, { ...(search ? { search } : {}), ...(sort ? { sort } : {}), ...(limit ? { limit: Number(limit) } : {}) })
  if (json) return print(JSON.stringify(items, null, 2))
  print(
    table(
      columns,
      items.map(item => columns.map(c => cell((item as unknown as Record<string, unknown>)[c]))),
    ),
  )
  if (items.length < total) print(`${items.length} of ${total}; see more with --limit, or fewer with --search.`)
}

const get: Command = async ({ env, print }, { json }, [name = '', wanted]) => {
  const { get: read } = resource(name)
  if (!read) throw new CliError(`Single ${name} can't be asked for; use: atrium list ${name} --search …`)
  const { client } = await loggedIn(env)
  const object = await read(client, await idOf(client, name, wanted))
  if (json) return print(JSON.stringify(object, null, 2))
  print(
    table(
      ['field', 'value'],
      Object.entries(object as Record<string, unknown>)
        .filter(([field]) => field !== 'actions')
        .map(([field, value]) => [field, cell(value)]),
    ),
  )
}

const job: Command = async ({ env, print }, _, [deed, id]) => {
  if (deed !== 'wait' || !id) throw new CliError('Use: atrium job wait ID')
  const { client, session } = await loggedIn(env)
  print(await waitForJob(client, session, id))
}

const actions = ['start', 'shutdown', 'poweroff', 'reboot', 'reset', 'suspend', 'resume', 'save', 'discardSaved', 'adopt', 'remove'] as const

const vm: Command = async ({ env, print }, { wait }, [deed, wanted]) => {
  const action = actions.find(a => a === deed)
  if (!action) throw new CliError(`Use: atrium vm ${actions.join('|')} NAME [--wait]`)
  const { client, session } = await loggedIn(env)
  const { jobId } = await client.vm[action]({ id: await idOf(client, 'vms', wanted) })
  print(wait ? await waitForJob(client, session, jobId) : jobId)
}

export const commands: Record<string, Command> = { login, logout, list, get, vm, job }
