/** Codes of Prisma, of its driver adapter and of Node that mean "PostgreSQL can't be reached now", whoever wraps them. */
const codes = new Set([
  'P1000',
  'P1001',
  'P1002',
  'P1008',
  'P1011',
  'P1017',
  'P2024',
  // A transaction that could not begin or end in time: it was rolled back.
  'P2028',
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'ETIMEDOUT',
  'EPIPE',
  '57P01',
  '57P02',
  '57P03',
  '53300',
])
const kinds = new Set(['DatabaseNotReachable', 'ConnectionClosed', 'SocketTimeout', 'TooManyConnections'])
const sentences = [
  "Can't reach database server",
  'Connection terminated',
  'timeout exceeded when trying to connect',
  'Server has closed the connection',
  'the database system is starting up',
  'the database system is shutting down',
  'Client has encountered a connection error',
]

interface Layer {
  code?: unknown
  kind?: unknown
  originalCode?: unknown
  message?: unknown
  cause?: unknown
  meta?: { driverAdapterError?: unknown }
}

/** True when the error, or what lies under it, says that the database does not answer (and not that a query is wrong). */
export function isOutage(error: unknown, depth = 0): boolean {
  if (typeof error !== 'object' || error === null || depth > 5) return false
  const { code, kind, originalCode, message, cause, meta } = error as Layer
  if ([code, originalCode].some(c => typeof c === 'string' && codes.has(c)) || (typeof kind === 'string' && kinds.has(kind))) return true
  if (typeof message === 'string' && sentences.some(sentence => message.includes(sentence))) return true
  return isOutage(cause, depth + 1) || isOutage(meta?.driverAdapterError, depth + 1)
}
