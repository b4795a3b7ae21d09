import { AppError, errorStatus } from './error'
import type { AppErrorDetail, ErrorCode } from './error'

/** An AppError as it crosses the wire between agent and manager: the fields of oRPC's error, `data` holding the detail. */
export interface WireError {
  code: ErrorCode
  status: number
  message: string
  data: AppErrorDetail
}

const isErrorCode = (code: unknown): code is ErrorCode => typeof code === 'string' && code in errorStatus

const text = (value: unknown): string => (value instanceof Error ? value.message : String(value))

/** What the agent sends. Anything that is not an AppError becomes INTERNAL with its message: both ends are ours. */
export const toWireError = (error: unknown): WireError => {
  const known =
    error instanceof AppError ? error : new AppError('INTERNAL', `The agent failed: ${text(error)}.`, { cause: { system: 'agent', message: text(error) } })
  return { code: known.code, status: known.status, message: known.message, data: known.detail }
}

interface Issue {
  message?: string
  path?: PropertyKey[]
}

const badInput = (error: { message: string; data?: unknown }): AppError => {
  const issues = (error.data as { issues?: Issue[] } | undefined)?.issues ?? []
  const [first] = issues
  const field = first?.path?.map(String).join('.')
  return new AppError('BAD_INPUT', first?.message ?? error.message, field ? { field } : {})
}

/** Node's, undici's and TLS' words for "nobody answers there": no error of the agent itself. */
const unreachable =
  /ECONN|EPIPE|ENOTFOUND|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|EAI_AGAIN|UND_ERR|CERT_|SELF_SIGNED|UNABLE_TO|ERR_TLS|ERR_SSL|fetch failed|socket hang up/

const chain = (error: unknown): unknown[] => {
  const all: unknown[] = []
  for (let at: unknown = error; at && all.length < 5; at = (at as { cause?: unknown }).cause) all.push(at)
  return all
}

/**
 * What the manager makes of any error that a call to an agent ended with: the agent's own AppError again, BAD_INPUT
 * when the call did not fit the contract, TIMEOUT when it was given up, otherwise HOST_UNREACHABLE.
 */
export const fromWireError = (error: unknown): AppError => {
  if (error instanceof AppError) return error
  const { code, data, message, name } = (typeof error === 'object' && error ? error : { message: String(error) }) as Partial<WireError> & {
    code?: unknown
    name?: string
  }
  if (isErrorCode(code)) return new AppError(code, message ?? code, data ?? {})
  if (code === 'BAD_REQUEST') return badInput({ message: message ?? 'Input validation failed', data })
  const cause = { system: 'agent', ...(typeof code === 'string' ? { code } : {}), message: chain(error).map(text).join(': ') }
  if (name === 'AbortError' || name === 'TimeoutError') return new AppError('TIMEOUT', 'The host did not answer in time.', { cause })
  const lost = chain(error).some((at) => unreachable.test(`${(at as { code?: string }).code ?? ''} ${text(at)}`))
  if (lost) return new AppError('HOST_UNREACHABLE', 'The agent of the host does not answer.', { cause })
  return new AppError('INTERNAL', `The call to the host failed: ${text(error)}.`, { cause })
}
