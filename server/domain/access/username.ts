import type { AppErrorDetail } from '../error'

/** The domain of users that live in the manager's own database (RHV-ACC-6). */
export const internalDomain = 'internal'

/** `admin` is short for `admin@internal`. */
export const normalUsername = (text: string): string => {
  const name = text.trim()
  return name.includes('@') ? name : `${name}@${internalDomain}`
}

/** What is wrong with the name of a new internal user, or null. Takes the name in its full form. */
export function checkUsername(username: string): { text: string; detail: AppErrorDetail } | null {
  const [name = '', domain, rest] = username.split('@')
  const refuse = (code: string, text: string) => ({ text, detail: { field: 'username', reason: { code, params: {} } } })
  if (domain !== internalDomain || rest !== undefined)
    return refuse('username_domain', `New users belong to the domain "${internalDomain}": write name@${internalDomain}.`)
  if (!/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}$/.test(name))
    return refuse('username_characters', 'A user name has 1 to 64 letters, digits, "_", "." or "-" and begins with a letter, a digit or "_".')
  return null
}
