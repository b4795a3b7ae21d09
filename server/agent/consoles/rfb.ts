import { createCipheriv } from 'node:crypto'
import type { Arrivals } from './arrivals'

/** The first words of VNC: versions and who may come in. https://www.rfc-editor.org/rfc/rfc6143#section-7.1 */
const version = 'RFB 003.008\n'
const none = 1
const byPassword = 2

interface Peer {
  arrivals: Arrivals
  send: (bytes: Buffer) => void
  signal: AbortSignal
}

const mirrored = (byte: number): number => Array.from({ length: 8 }, (_, bit) => ((byte >> bit) & 1) << (7 - bit)).reduce((sum, bit) => sum | bit, 0)

/** DES by the password, whose bits VNC mirrors; three times with one key is once. OpenSSL has plain DES no more. */
export const answerTo = (challenge: Buffer, password: string): Buffer => {
  const key = Buffer.alloc(8)
  Buffer.from(password).copy(key)
  const mirror = key.map(mirrored)
  const cipher = createCipheriv('des-ede3-ecb', Buffer.concat([mirror, mirror, mirror]), null).setAutoPadding(false)
  return Buffer.concat([cipher.update(challenge), cipher.final()])
}

/** Comes in at QEMU's VNC server; `password` is asked where it wants one. Errors: a sentence of what it said. */
export const enter = async ({ arrivals, send, signal }: Peer, password: () => Promise<string>): Promise<void> => {
  await arrivals.take(version.length, signal)
  send(Buffer.from(version))
  const [count = 0] = await arrivals.take(1, signal)
  const kinds = [...(await arrivals.take(count, signal))]
  if (kinds.includes(none)) send(Buffer.from([none]))
  else if (kinds.includes(byPassword)) {
    const secret = await password()
    send(Buffer.from([byPassword]))
    send(answerTo(await arrivals.take(16, signal), secret))
  } else throw new Error('its screen asks for something else than a password')
  if ((await arrivals.take(4, signal)).readUInt32BE() !== 0) throw new Error('its screen did not take the password')
}

/** Lets in a viewer whose ticket was checked: it is asked for nothing more. */
export const letIn = async ({ arrivals, send, signal }: Peer): Promise<void> => {
  send(Buffer.from(version))
  await arrivals.take(version.length, signal)
  send(Buffer.from([1, none]))
  await arrivals.take(1, signal)
  send(Buffer.alloc(4))
}
