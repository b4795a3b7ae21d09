import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { AppError } from '@/server/domain/error'
import { db } from '@/server/store/db'
import { hostToken } from './host-token'
import { initialise } from './init'
import { resetPassword } from './reset-password'

const usage = `Usage:
  manager                                          serve pages, API and engine
  manager init --admin-password-file FILE --storage FOLDER --guest IMAGE [--network NAME]
                                                   first set-up; repeated, it changes nothing
  manager host-token --name NAME [--cluster NAME]  prints a one-time token with which a host joins
  manager reset-password --password-file FILE [--username NAME]
All of them read DATABASE_URL.`

const options = {
  'admin-password-file': { type: 'string' },
  'password-file': { type: 'string' },
  storage: { type: 'string' },
  guest: { type: 'string' },
  'template-image': { type: 'string' },
  network: { type: 'string', default: 'atrium' },
  name: { type: 'string' },
  cluster: { type: 'string', default: 'Default' },
  username: { type: 'string', default: 'admin' },
} as const

type Values = Partial<Record<keyof typeof options, string>>

function need(values: Values, name: keyof typeof options): string {
  const value = values[name]
  if (!value) throw new AppError('BAD_INPUT', `--${name} is missing.`, { hint: usage })
  return value
}

/** A password is read from a file: on the command line everybody on the machine could read it. */
async function passwordIn(file: string): Promise<string> {
  const password = (await readFile(file, 'utf8')).replace(/\r?\n$/, '')
  if (password.length < 8) throw new AppError('BAD_INPUT', `The password in ${file} is too short: it must have at least 8 characters.`)
  return password
}

const commands: Record<string, (values: Values, url: string) => Promise<string>> = {
  init: async (values, url) => {
    const passwordFile = need(values, 'admin-password-file')
    const { created, instanceId } = await initialise(db(url), {
      password: () => passwordIn(passwordFile),
      storagePath: need(values, 'storage'),
      guestImage: values.guest ?? values['template-image'] ?? null,
      network: need(values, 'network'),
      now: new Date(),
    })
    return created ? `Set up as instance ${instanceId}.` : `Was set up already as instance ${instanceId}.`
  },
  'host-token': (values, url) => hostToken(db(url), { name: need(values, 'name'), cluster: need(values, 'cluster'), now: new Date() }),
  'reset-password': async (values, url) => {
    const password = await passwordIn(need(values, 'password-file'))
    return `${await resetPassword(db(url), need(values, 'username'), password)} has a new password and is logged out everywhere.`
  },
}

/** Runs one of the set-up commands and prints what it did. Returns the exit code. Errors: AppError with a sentence. */
export async function setupCommand(command: string, args: string[], env: NodeJS.ProcessEnv): Promise<number> {
  const work = Object.hasOwn(commands, command) ? commands[command] : undefined
  if (!work) {
    console.error(usage)
    return command === 'help' || command === '--help' ? 0 : 2
  }
  if (!env.DATABASE_URL) throw new AppError('BAD_INPUT', 'DATABASE_URL is not set.')
  let values: Values
  try {
    values = parseArgs({ args, options }).values
  } catch (error) {
    throw new AppError('BAD_INPUT', error instanceof Error ? error.message : String(error), { hint: usage })
  }
  console.log(await work(values, env.DATABASE_URL))
  return 0
}
