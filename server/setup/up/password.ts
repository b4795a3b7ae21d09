import { randomInt } from 'node:crypto'
import { readFile, rm, writeFile } from 'node:fs/promises'
import type { Options } from './options'
import type { Places } from './places'

/** Without signs that are taken for one another: 0 O 1 l I. */
const alphabet = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789'
const length = 16

/**
 * Gives the first password to `use` as a file (never as an argument, which every user of the machine can read). A generated one stays in the
 * data folder for the person to find; one that was given is not kept.
 */
export async function withFirstPassword(options: Options, places: Places, use: (file: string) => Promise<void>): Promise<void> {
  const kept = options.adminPassword === null
  const password = options.adminPassword ?? ((await readFile(places.adminPassword, 'utf8').catch(() => '')).trim() || generate())
  await writeFile(places.adminPassword, `${password}\n`, { mode: 0o600 })
  try {
    await use(places.adminPassword)
  } finally {
    if (!kept) await rm(places.adminPassword, { force: true })
  }
}

const generate = (): string => Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('')
