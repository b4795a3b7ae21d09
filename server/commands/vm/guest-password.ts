import { execFile } from 'node:child_process'
import { AppError } from '@/server/domain/error'

const timeoutMs = 10_000

/**
 * SHA-512 crypt(3), which every Linux guest reads, made by OpenSSL. The password goes in by standard input: arguments are seen by all
 * processes. Errors: INTERNAL when OpenSSL is missing.
 */
export const hashGuestPassword = (password: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const child = execFile('openssl', ['passwd', '-6', '-stdin'], { timeout: timeoutMs }, (error, stdout) => {
      const hash = stdout.trim()
      if (!error && hash.startsWith('$6$')) resolve(hash)
      else reject(new AppError('INTERNAL', 'The password could not be hashed by openssl.', { hint: 'Install the package openssl on the manager.' }))
    })
    child.stdin?.on('error', () => undefined)
    child.stdin?.end(`${password}\n`)
  })
