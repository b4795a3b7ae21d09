import { chmod, mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { AppError } from '@/server/domain/error'
import { readIfPresent, writeDurably } from '@/server/agent/state/durable-file'

/** agent.json: who this host is and where its agent listens. */
const AgentFile = z.object({
  hostId: z.uuid(),
  /** `host:port` under which the manager calls. */
  address: z.string(),
  manager: z.string(),
})
export type AgentFile = z.infer<typeof AgentFile>

/** All PEM. */
export interface Identity extends AgentFile {
  key: string
  certificate: string
  ca: string
}

const names = { key: 'key.pem', certificate: 'cert.pem', ca: 'ca.pem', agent: 'agent.json' } as const

/** Makes the data folder, readable by its owner alone: it holds the host's private key. */
export const prepareFolder = async (dataDir: string): Promise<void> => {
  await mkdir(dataDir, { recursive: true, mode: 0o700 })
  await chmod(dataDir, 0o700)
}

/** agent.json goes last: without it the host counts as not joined, so a crash in between leaves nothing half-believed. */
export const saveIdentity = async (dataDir: string, { key, certificate, ca, ...file }: Identity): Promise<void> => {
  await writeDurably(join(dataDir, names.key), key)
  await writeDurably(join(dataDir, names.certificate), certificate, 0o644)
  await writeDurably(join(dataDir, names.ca), ca, 0o644)
  await writeDurably(join(dataDir, names.agent), `${JSON.stringify(file, null, 2)}\n`)
}

/** Null when this host has not joined a manager. Errors: BAD_INPUT when agent.json is damaged. */
export const loadIdentity = async (dataDir: string): Promise<Identity | null> => {
  const text = await readIfPresent(join(dataDir, names.agent))
  if (text === null) return null
  const file = AgentFile.safeParse(JSON.parse(text))
  if (!file.success)
    throw new AppError('BAD_INPUT', `${join(dataDir, names.agent)} is damaged.`, {
      hint: 'Join the manager again with a new token.',
      cause: { system: 'agent', message: file.error.message },
    })
  const [key, certificate, ca] = await Promise.all([names.key, names.certificate, names.ca].map((name) => readIfPresent(join(dataDir, name))))
  return key && certificate && ca ? { ...file.data, key, certificate, ca } : null
}

/** Forgets manager and certificate; journal and generations stay, in case the host joins again. */
export const removeIdentity = async (dataDir: string): Promise<void> => {
  for (const name of [names.agent, names.certificate, names.ca, names.key]) await rm(join(dataDir, name), { force: true })
}
