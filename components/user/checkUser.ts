import type { Finding } from '@/components/ui/form/nameCheck'

const minLength = 8

/** The contract's rules for a new user, and that the password was typed twice the same. */
export function checkUser({ username, password, again }: { username: string; password: string; again: string }): Finding[] {
  const findings: (Finding | false)[] = [
    username.trim() === '' && { field: 'username', code: 'name_empty', params: {}, text: 'Give it a name.' },
    password.length < minLength && {
      field: 'password',
      code: 'password_short',
      params: { min: minLength },
      text: `The password must have at least ${minLength} characters.`,
    },
    again !== password && { field: 'again', code: 'password_differs', params: {}, text: 'The two passwords differ.' },
  ]
  return findings.filter(f => f !== false)
}
