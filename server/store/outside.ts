interface Layer {
  code?: unknown
  cause?: unknown
  meta?: { driverAdapterError?: unknown }
}

/** True when PostgreSQL refused a number that its column can't hold (SQLSTATE 22003, or Prisma's own check before it). */
export function isOutOfRange(error: unknown, depth = 0): boolean {
  if (typeof error !== 'object' || error === null || depth > 5) return false
  const { code, cause, meta } = error as Layer
  if (code === '22003' || code === 'P2020' || code === 'P2033') return true
  return isOutOfRange(cause, depth + 1) || isOutOfRange(meta?.driverAdapterError, depth + 1)
}
