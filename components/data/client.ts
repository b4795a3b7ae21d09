import { createORPCClient } from '@orpc/client'
import type { ContractRouterClient } from '@orpc/contract'
import type { JsonifiedClient } from '@orpc/openapi-client'
import { OpenAPILink } from '@orpc/openapi-client/fetch'
import { createTanstackQueryUtils } from '@orpc/tanstack-query'
import type { ApiContract } from '@/server/contract/api/api'
import { notice } from './notice'
import { problemOf, unreachable, type ProblemError } from './problem'
import { contractOf } from './routes'

export interface CallContext {
  /** Generation of the object that the reader saw: an edit of an older one is refused (412). */
  ifMatch?: number
  /** Same key = same intention: a repeated POST runs once. Without one each call gets its own. */
  idempotencyKey?: string
}

export type Client = JsonifiedClient<ContractRouterClient<ApiContract, CallContext>>

/** Calls of the page time out: a manager that accepts and never answers must not leave a spinner for ever. */
const callTimeoutMs = 30_000

const noticed = (error: ProblemError): ProblemError => {
  notice(error)
  return error
}

async function send(request: Request): Promise<Response> {
  const response = await fetch(request, { signal: AbortSignal.any([request.signal, AbortSignal.timeout(callTimeoutMs)]) }).catch((error: unknown) => {
    if (request.signal.aborted) throw error
    throw noticed(unreachable())
  })
  if (!response.ok) throw noticed(await problemOf(response))
  return response
}

const link = new OpenAPILink<CallContext>(contractOf(), {
  url: () => `${window.location.origin}/api/v1`,
  fetch: request => send(request),
  headers: ({ context }) => ({
    'idempotency-key': context.idempotencyKey ?? crypto.randomUUID(),
    ...(context.ifMatch === undefined ? {} : { 'if-match': `"${context.ifMatch}"` }),
  }),
})

/** The API of the manager, typed by the contract. */
export const client: Client = createORPCClient(link)
/** The same for TanStack Query: `useQuery(api.vm.get.queryOptions({ input: { id } }))`. */
export const api = createTanstackQueryUtils(client)
