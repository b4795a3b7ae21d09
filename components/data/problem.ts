import type { Problem } from '@/server/contract/api/common'

/** What goes wrong before an answer of the manager arrives. */
export type ClientCode = 'UNREACHABLE' | 'NO_ANSWER'

/** Every failed call ends as this one error: the server's problem (RFC 9457), or that there was no answer at all. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError'
  constructor(
    readonly problem: Problem,
    /** From Retry-After, when the server said how long to wait. */
    readonly retryAfterSeconds: number | null = null,
  ) {
    super(problem.detail)
  }
}

const clientProblem = (code: ClientCode, status: number, detail: string): Problem => ({ type: 'about:blank', title: code, status, code, detail })
export const unreachable = (): ProblemError => new ProblemError(clientProblem('UNREACHABLE', 0, 'The manager does not answer.'))

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
const isProblem = (body: unknown): body is Problem => isObject(body) && typeof body.code === 'string' && typeof body.detail === 'string'

/** The problem in a refused answer; a proxy's HTML page or an empty body becomes NO_ANSWER with the status. */
export async function problemOf(response: Response): Promise<ProblemError> {
  const body: unknown = await response.json().catch(() => null)
  const seconds = Number(response.headers.get('retry-after'))
  const problem = isProblem(body) ? body : clientProblem('NO_ANSWER', response.status, `The manager answered ${response.status} ${response.statusText}.`)
  return new ProblemError(problem, seconds > 0 ? seconds : null)
}

/** Anything thrown, as a problem. */
export const asProblem = (error: unknown): Problem =>
  error instanceof ProblemError ? error.problem : clientProblem('NO_ANSWER', 0, error instanceof Error ? error.message : String(error))

/** Codes that say nothing about the request itself: trying again later may help. */
export const isOutage = (error: unknown): boolean =>
  error instanceof ProblemError &&
  (['UNREACHABLE', 'DATABASE_DOWN'].includes(error.problem.code) || ([502, 503, 504].includes(error.problem.status) && error.problem.code === 'NO_ANSWER'))

export const isSessionLost = (error: unknown): boolean => error instanceof ProblemError && error.problem.status === 401
