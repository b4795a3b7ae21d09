import { createORPCClient } from '@orpc/client'
import type { ContractRouterClient } from '@orpc/contract'
import type { JsonifiedClient } from '@orpc/openapi-client'
import { OpenAPILink } from '@orpc/openapi-client/fetch'
import { apiContract, type ApiContract } from '@/server/contract/api/api'
import { Problem } from '@/server/contract/api/common'

export type Client = JsonifiedClient<ContractRouterClient<ApiContract>>

/** A sentence for the person at the terminal. */
export class CliError extends Error {
  override readonly name = 'CliError'
}

const callTimeoutMs = 60_000

async function refusal(response: Response): Promise<CliError> {
  const problem = Problem.safeParse(await response.json().catch(() => null)).data
  if (!problem) return new CliError(`The manager answered ${response.status} ${response.statusText}.`)
  return new CliError([problem.detail, problem.hint].filter(Boolean).join('\n'))
}

/** Any call of the manager; a refusal becomes its sentence. @throws CliError */
export async function ask(request: Request, signal = AbortSignal.timeout(callTimeoutMs)): Promise<Response> {
  const response = await fetch(request, { signal }).catch((error: Error) => {
    const cause = error.cause instanceof Error ? error.cause.message : error.message
    throw new CliError(`The manager at ${new URL(request.url).origin} does not answer: ${cause}.`)
  })
  if (!response.ok) throw await refusal(response)
  return response
}

/** The manager's API, typed by the contract. */
export const connect = (url: string, token: string | null): Client =>
  createORPCClient(
    new OpenAPILink(apiContract, {
      url: `${url}/api/v1`,
      headers: () => ({ 'idempotency-key': crypto.randomUUID(), ...(token ? { authorization: `Bearer ${token}` } : {}) }),
      fetch: request => ask(request),
    }),
  )
