'use client'
import { useEffect, useState } from 'react'
import { client } from '@/components/data/client'
import { asProblem, isOutage, ProblemError } from '@/components/data/problem'
import type { Problem } from '@/server/contract/api/common'

export type LoginState =
  | { kind: 'idle' | 'busy' | 'wrong' | 'missing' | 'manager' | 'database' | 'back' }
  | { kind: 'limited'; seconds: number }
  | { kind: 'other'; problem: Problem }

const pollMs = 2000

function failure(error: unknown): LoginState {
  const problem = asProblem(error)
  if (problem.status === 429) return { kind: 'limited', seconds: error instanceof ProblemError ? (error.retryAfterSeconds ?? 30) : 30 }
  if (problem.code === 'DATABASE_DOWN') return { kind: 'database' }
  if (isOutage(error)) return { kind: 'manager' }
  return problem.status === 401 ? { kind: 'wrong' } : { kind: 'other', problem }
}

/** Logging in, with every way in which it can fail told apart. Seconds count down; an outage is watched until it is over. */
export function useLogin(onDone: () => void): { state: LoginState; logIn: (username: string, password: string) => Promise<void> } {
  const [state, setState] = useState<LoginState>({ kind: 'idle' })

  useEffect(() => {
    if (state.kind !== 'limited' || state.seconds <= 0) return
    const timer = setTimeout(() => setState({ kind: 'limited', seconds: state.seconds - 1 }), 1000)
    return () => clearTimeout(timer)
  }, [state])
  useEffect(() => {
    if (state.kind !== 'manager' && state.kind !== 'database') return
    const timer = setInterval(() => {
      client.system.health().then(
        health => health.database === 'up' && setState({ kind: 'back' }),
        () => undefined,
      )
    }, pollMs)
    return () => clearInterval(timer)
  }, [state])

  const logIn = async (username: string, password: string) => {
    if (state.kind === 'busy') return
    if (!username || !password) return setState({ kind: 'missing' })
    setState({ kind: 'busy' })
    try {
      await client.session.login({ username: username.trim(), password })
      setState({ kind: 'idle' })
      onDone()
    } catch (error) {
      setState(failure(error))
    }
  }
  return { state, logIn }
}
