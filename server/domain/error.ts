import type { Wording } from '@/server/contract/api/common'

/** HTTP status of each error code: one table for the API, the agent and the client. RFC 9457 form is made in server/api/problem.ts. */
export const errorStatus = {
  BAD_INPUT: 400,
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  DUPLICATE: 409,
  WRONG_STATE: 409,
  LOCKED: 409,
  IN_USE: 409,
  STALE_GENERATION: 412,
  PRECONDITION_REQUIRED: 428,
  RATE_LIMITED: 429,
  IMAGE_MISSING: 422,
  IMAGE_DAMAGED: 422,
  NO_HOST: 409,
  CANCELLED: 409,
  LIBVIRT: 502,
  HOST_UNREACHABLE: 503,
  DATABASE_DOWN: 503,
  TIMEOUT: 504,
  DISK_FULL: 507,
  INTERNAL: 500,
} as const

export type ErrorCode = keyof typeof errorStatus

/** What an error is about: shown as a link beside the sentence. */
export interface Subject {
  type: string
  id?: string
  name?: string
}

export interface AppErrorDetail {
  subject?: Subject
  /** What the reader can do now, as a sentence. */
  hint?: string
  /** Machine-readable reason with parameters, so that a client can word it in its own language. */
  reason?: Wording
  /** The same of the hint. */
  hintReason?: Wording
  /** Field of the input that is wrong, as a path (`memoryMiB`, `nics.0.mac`). */
  field?: string
  /** The underlying error; libvirt's code and domain are kept here. */
  cause?: { system: string; code?: number | string; message: string }
}

/** The one error type that crosses layers. `message` is a full sentence: what happened, to which object. */
export class AppError extends Error {
  override readonly name = 'AppError'
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly detail: AppErrorDetail = {},
  ) {
    super(message)
  }

  get status(): number {
    return errorStatus[this.code]
  }
}

/** A plain form that survives JSON: what DBOS stores for a failed job and what travels from agent to manager. */
export interface PlainError extends AppErrorDetail {
  code: ErrorCode
  message: string
}

export const plainError = (error: unknown): PlainError => {
  if (error instanceof AppError) return { code: error.code, message: error.message, ...error.detail }
  const message = error instanceof Error ? error.message : String(error)
  return { code: 'INTERNAL', message }
}

export const fromPlainError = ({ code, message, ...detail }: PlainError): AppError => new AppError(code, message, detail)
