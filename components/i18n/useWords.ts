'use client'
import { useMemo } from 'react'
import type { Problem, Reason } from '@/server/contract/api/common'
import { jobKindMessages } from './jobKinds'
import { problemMessages, reasonMessages } from './reasons'
import { stateMessages } from './states'
import { useText } from './useText'

type Params = Record<string, string | number>

/** Words for reasons, problems and kinds of job in the language of the page; what has no words shows the server's English sentence. */
export function useWords() {
  const reasonText = useText(reasonMessages)
  const problemText = useText(problemMessages)
  const vmState = useText(stateMessages.vm)
  const hostState = useText(stateMessages.host)
  const jobState = useText(stateMessages.job)
  const kindText = useText(jobKindMessages)
  return useMemo(() => {
    const jobKind = (kind: string): string => (kindText.has(kind) ? kindText(kind) : kind)
    /** Codes among the parameters become words too: `{status: 'shutting_down'}` → "Shutting down". */
    const worded = (params: Params): Params => {
      const { status, job, state } = params
      const word =
        typeof status !== 'string' ? status : 'host' in params && hostState.has(status) ? hostState(status) : vmState.has(status) ? vmState(status) : status
      return {
        ...params,
        ...(word === undefined ? {} : { status: word }),
        ...(typeof job === 'string' ? { job: jobKind(job) } : {}),
        ...(typeof state === 'string' && jobState.has(state) ? { state: jobState(state) } : {}),
      }
    }
    const reason = (r: Reason): string => (reasonText.has(r.code) ? reasonText.filled(r.code, { detail: r.text, ...worded(r.params) }) : null) ?? r.text
    const problem = (p: Problem): string => {
      const near = p.reason && reasonText.has(p.reason.code) ? reasonText.filled(p.reason.code, { detail: p.detail, ...worded(p.reason.params) }) : null
      return near ?? (problemText.has(p.code) ? problemText.filled(p.code, { detail: p.detail }) : null) ?? p.detail
    }
    /** A finding of server/domain/vm/validate, made while typing. */
    const finding = (f: { code: string; params: Params; text: string }): string => reason(f)
    return { jobKind, reason, problem, finding }
  }, [reasonText, problemText, vmState, hostState, jobState, kindText])
}
