import { QueryClient } from '@tanstack/react-query'
import { isOutage } from './problem'

/** One per tab. Data is kept fresh by the change stream, so neither focus nor time alone asks again within half a minute. */
export const newQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
        retry: (count, error) => isOutage(error) && count < 1,
        networkMode: 'always',
      },
      mutations: { networkMode: 'always' },
    },
  })
