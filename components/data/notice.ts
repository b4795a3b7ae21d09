import { useConnection } from './connection'
import { isOutage, isSessionLost, type ProblemError } from './problem'
import { useSessionState } from './sessionState'

/** Where a failed call is noticed besides the place that made it: a lost session asks to log in, an outage shows the banner. */
export function notice(error: ProblemError): void {
  if (isSessionLost(error)) useSessionState.getState().lose()
  if (isOutage(error)) useConnection.getState().trouble(error.problem.code === 'DATABASE_DOWN' ? 'database' : 'manager')
}
