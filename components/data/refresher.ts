import type { Query, QueryClient } from '@tanstack/react-query'
import { matches, type Affected } from './invalidation'

/**
 * Asks again for what changed. Per query at most one request is under way: a change that arrives meanwhile causes exactly one
 * more when it is back, so a storm of changes neither starves nor floods the manager. Queries that no page shows are only marked.
 */
export class Refresher {
  private readonly again = new Set<string>()
  private readonly running = new Set<string>()

  constructor(private readonly queries: QueryClient) {}

  refresh(affected: readonly Affected[]): void {
    for (const query of this.queries.getQueryCache().getAll()) {
      if (affected.some(a => matches(query.queryKey, a))) this.refreshQuery(query)
    }
  }

  private refreshQuery(query: Query): void {
    query.invalidate()
    if (!query.isActive() || query.isDisabled()) return
    if (this.running.has(query.queryHash)) {
      this.again.add(query.queryHash)
      return
    }
    this.running.add(query.queryHash)
    // cancelRefetch: an answer asked for before the change may be the old one.
    query
      .fetch(undefined, { cancelRefetch: true })
      .catch(() => undefined)
      .finally(() => {
        this.running.delete(query.queryHash)
        if (this.again.delete(query.queryHash)) this.refreshQuery(query)
      })
  }
}
