import { pino, type DestinationStream, type Logger } from 'pino'

/** Names under which a secret might ever stand in a logged object. Requests and bodies are not logged at all. */
const secret = ['token', 'ticket', 'password', 'authorization', 'cookie', 'secret']

export const createLogger = (name: string, level: string, destination?: DestinationStream): Logger =>
  pino({ name, level, timestamp: pino.stdTimeFunctions.isoTime, redact: { paths: secret.flatMap(s => [s, `*.${s}`, `*.*.${s}`]), censor: '…' } }, destination)
