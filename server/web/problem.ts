import type { ServerResponse } from 'node:http'
import { asAppError, problemOf, problemResponse } from '@/server/api/problem'

/** Answers with the problem form of an error, for what main.ts serves itself. */
export function sendProblem(response: ServerResponse, error: unknown): void {
  if (response.headersSent) {
    response.destroy()
    return
  }
  const { status, headers, body } = problemParts(error)
  response.writeHead(status, headers).end(body)
}

function problemParts(error: unknown): { status: number; headers: Record<string, string>; body: string } {
  const known = asAppError(error)
  const headers = Object.fromEntries(problemResponse(known).headers)
  return { status: known.status, headers, body: JSON.stringify(problemOf(known)) }
}
