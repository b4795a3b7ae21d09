import { hash, verify } from '@node-rs/argon2'

// argon2id with OWASP's figures: 19 MiB, 2 passes, 1 lane. The algorithm is the package's default and is named in each hash.
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

export const hashPassword = (password: string): Promise<string> => hash(password, cost)

let dummy: Promise<string> | undefined

/** An unknown user (`stored` null) takes as long as a wrong password, so that names can't be found out by the clock. */
export async function checkPassword(stored: string | null, password: string): Promise<boolean> {
  dummy ??= hashPassword('no such user')
  const fits = await verify(stored ?? (await dummy), password)
  return stored !== null && fits
}
