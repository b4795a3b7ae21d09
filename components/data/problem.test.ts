import { expect, test } from 'vitest'
import { asProblem, isOutage, isSessionLost, problemOf, unreachable } from './problem'

const answer = (status: number, body: string, headers: Record<string, string> = {}) => problemOf(new Response(body, { status, headers }))
const problem = { type: 'x', title: 'x', status: 429, code: 'RATE_LIMITED', detail: 'Too many attempts.', field: 'password' }

test("the server's problem is taken as it is, with the seconds to wait", async () => {
  const error = await answer(429, JSON.stringify(problem), { 'content-type': 'application/problem+json', 'retry-after': '12' })
  expect(error.problem).toEqual(problem)
  expect(error.retryAfterSeconds).toBe(12)
})

test('a page of a proxy is an outage, not a problem of the request', async () => {
  const error = await answer(502, '<html>')
  expect(error.problem).toMatchObject({ code: 'NO_ANSWER', status: 502 })
  expect(isOutage(error)).toBe(true)
})

test('outage, lost session and refusal are told apart', async () => {
  expect(isOutage(unreachable())).toBe(true)
  expect(isOutage(await answer(503, JSON.stringify({ ...problem, code: 'DATABASE_DOWN' })))).toBe(true)
  const refused = await answer(401, JSON.stringify({ ...problem, status: 401, code: 'UNAUTHENTICATED' }))
  expect([isOutage(refused), isSessionLost(refused)]).toEqual([false, true])
  expect(asProblem(new Error('odd'))).toMatchObject({ code: 'NO_ANSWER', detail: 'odd' })
})
