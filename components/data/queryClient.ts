import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { isOutage, isSessionLost, ProblemError } from './problem'
import { useConnection } from './connection'
import { useSessionState } from './sessionState'

/** Where a failed call is noticed besides the place that made it: a lost session asks to log in, an outage shows the banner. */
function notice(error: unknown): void {
  if (isSessionLost(error)) useSessionState.getState().lose()
  if (isOutage(error) && error instanceof ProblemError) useConnection.getState().trouble(error.problem.code === 'DATABASE_DOWN' ? 'database' : 'manager')
}

/** One per tab. Data is kept fresh by the change stream, so neither focus nor time alone asks again within half a minute. */
export const newQueryClient = (): QueryClient =>
  new QueryClient({
    queryCache: new QueryCache({ onError: notice }),
    mutationCache: new MutationCache({ onError: notice }),
    defaultOptions: {
      queries: { staleTime: 30_000, refetchOnWindowFocus: false, refetchOnReconnect: false, retry: (count, error) => isOutage(error) && count < 1, networkMode: 'always' },
      mutations: { networkMode: 'always' },
    },
  })
