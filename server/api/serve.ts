import { OpenAPIHandler } from '@orpc/openapi/fetch'
import { AppError } from '@/server/domain/error'
import type { Db } from '@/server/store/db'
import type { ApiContext } from './context'
import { cookieName, credentialsOf, openSession, sessionCookie } from './credentials'
import { addressHeader, schemeHeader } from './headers'
import { logFailure } from './log'
import { openApiDocument } from './openapi'
import { asAppError, problemResponse } from './problem'
import { refuseForeign } from './same-origin'
import { router } from './router'

export const apiPrefix = '/api/v1'
/** The largest body any operation needs is a signing request of 10 kB. */
const maxBodyBytes = 1_048_576

const handler = new OpenAPIHandler<ApiContext>(router, {
  interceptors: [
    async ({ context, next }) => {
      try {
        return await next()
      } catch (error) {
        // The body is made in `serve`, which also knows the errors of what comes before the operation.
        context.failure = error
        return { matched: true, response: { status: 500, headers: {}, body: undefined } }
      }
    },
  ],
})

function contextOf(request: Request, db: Db, now: Date): ApiContext {
  const url = new URL(request.url)
  const secure = request.headers.get(schemeHeader) === 'https'
  const host = request.headers.get('host') ?? url.host
  return {
    db,
    now,
    path: url.pathname + url.search,
    headers: request.headers,
    address: request.headers.get(addressHeader) ?? '',
    secure,
    cookie: cookieName(host, secure),
    origin: `${secure ? 'https' : 'http'}://${host}`,
    session: null,
    answer: new Headers({ 'cache-control': 'no-store' }),
  }
}

async function answer(request: Request, context: ApiContext): Promise<Response> {
  if (Number(request.headers.get('content-length') ?? 0) > maxBodyBytes) throw new AppError('BAD_INPUT', 'The request is too large.')
  const credentials = credentialsOf({ authorization: request.headers.get('authorization'), cookie: request.headers.get('cookie') }, context.cookie)
  refuseForeign({ method: request.method, headers: request.headers, host: new URL(context.origin).host }, credentials.kind)
  const opened = await openSession(context.db, credentials, context.now).catch((error: unknown) => {
    // Operations that need no session, health above all, must answer without the database.
    context.sessionFailure = error
    return null
  })
  context.session = opened?.session ?? null
  if (opened?.prolonged && credentials.kind === 'cookie')
    context.answer.append('set-cookie', sessionCookie(context.cookie, credentials.token, opened.prolonged, context.secure))
  const { matched, response } = await handler.handle(request, { prefix: apiPrefix, context })
  if (context.failure !== undefined) throw context.failure
  if (!matched) {
    throw new AppError('NOT_FOUND', `There is no operation ${request.method} ${new URL(request.url).pathname}.`, { hint: 'See /api/docs for all operations.' })
  }
  for (const [name, value] of context.answer)
    if (name === 'set-cookie') response.headers.append(name, value)
    else response.headers.set(name, value)
  return response
}

/** Answers one request to the REST API. Every refusal is application/problem+json. */
export async function serve(request: Request, db: Db, now = new Date()): Promise<Response> {
  const context = contextOf(request, db, now)
  try {
    if (request.method === 'GET' && context.path === `${apiPrefix}/openapi.json`)
      return Response.json(await openApiDocument(), { headers: { 'cache-control': 'no-cache' } })
    return await answer(request, context)
  } catch (error) {
    const known = asAppError(error)
    logFailure(known, error, { method: request.method, path: context.path, user: context.session?.user.username ?? null })
    return problemResponse(known, context.answer)
  }
}
