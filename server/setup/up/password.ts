import { randomInt } from 'node:crypto'
import { readFile, rm, writeFile } from 'node:fs/promises'
import type { Options } from './options'
import type { Places } from './places'

/** Without signs that are taken for one another: 0 O 1 l I. */
const alphabet = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789'
const length = 16

/**
 * Gives the first password to `use` as a file (never as an argument, which every user of the machine can read). A generated one stays in the
 * data folder for the person to find, if it was taken; one that was given is not kept.
 * @param use answers whether the password was taken @returns that answer
 */
export async function withFirstPassword(options: Options, places: Places, use: (file: string) => Promise<boolean>): Promise<boolean> {
  const before = (await readFile(places.adminPassword, 'utf8').catch(() => '')).trim()
  await writeFile(places.adminPassword, `${options.adminPassword ?? (before || generate())}\n`, { mode: 0o600 })
  let taken = false
  try {
    taken = await use(places.adminPassword)
  } finally {
    if (options.adminPassword !== null || (!taken && !before)) await rm(places.adminPassword, { force: true })
  }
  return taken
}

const generate = (): string => Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('')
