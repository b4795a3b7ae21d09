import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { z } from 'zod'

const Kept = z.object({ url: z.string(), token: z.string() })
export type Kept = z.infer<typeof Kept>

const fileOf = (env: NodeJS.ProcessEnv): string => join(env.XDG_CONFIG_HOME || join(homedir(), '.config'), 'atrium', 'session.json')

/** Where and as whom the last `atrium login` was; ATRIUM_URL and ATRIUM_TOKEN come before it. Null = not logged in. */
export async function readSession(env: NodeJS.ProcessEnv): Promise<Kept | null> {
  if (env.ATRIUM_URL && env.ATRIUM_TOKEN) return { url: env.ATRIUM_URL, token: env.ATRIUM_TOKEN }
  const text = await readFile(fileOf(env), 'utf8').catch(() => null)
  return text === null ? null : (Kept.safeParse(JSON.parse(text)).data ?? null)
}

export async function keepSession(env: NodeJS.ProcessEnv, session: Kept): Promise<void> {
  const file = fileOf(env)
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  await writeFile(file, JSON.stringify(session), { mode: 0o600 })
}

export const forgetSession = (env: NodeJS.ProcessEnv): Promise<void> => rm(fileOf(env), { force: true })
