'use client'
import { useMemo } from 'react'
import type { Problem, Reason } from '@/server/contract/api/common'
import { jobKindMessages } from './jobKinds'
import { problemMessages, reasonMessages } from './reasons'
import { stateMessages } from './states'
import { loadLaterReasons, useLaterReasons } from './useLaterReasons'
import { useText, type Text } from './useText'

type Params = Record<string, string | number>

/** Words for reasons, problems and kinds of job in the language of the page; what has no words shows the server's English sentence. */
export function useWords() {
  const firstText = useText<string>(reasonMessages)
  const laterText = useText(useLaterReasons())
  const problemText = useText(problemMessages)
  const vmState = useText(stateMessages.vm)
  const hostState = useText(stateMessages.host)
  const jobState = useText(stateMessages.job)
  const domainState = useText(stateMessages['storage-domain'])
  const kindText = useText(jobKindMessages)
  return useMemo(() => {
    const jobKind = (kind: string): string => (kindText.has(kind) ? kindText(kind) : kind)
    /** Codes among the parameters become words too: `{status: 'shutting_down'}` → "Shutting down". */
    const worded = (params: Params): Params => {
      const { status, job, state, domainStatus } = params
      const word =
        typeof status !== 'string' ? status : 'host' in params && hostState.has(status) ? hostState(status) : vmState.has(status) ? vmState(status) : status
      return {
        ...params,
        ...(word === undefined ? {} : { status: word }),
        ...(typeof job === 'string' ? { job: jobKind(job) } : {}),
        ...(typeof state === 'string' && jobState.has(state) ? { state: jobState(state) } : {}),
        ...(typeof domainStatus === 'string' && domainState.has(domainStatus) ? { domainStatus: domainState(domainStatus) } : {}),
      }
    }
    const textFor = (code: string): Text<string> | null => {
      if (firstText.has(code)) return firstText
      if (laterText.has(code)) return laterText
      loadLaterReasons()
      return null
    }
    const reason = (r: Reason): string => textFor(r.code)?.filled(r.code, { detail: r.text, ...worded(r.params) }) ?? r.text
    const problem = (p: Problem): string => {
      const near = p.reason ? textFor(p.reason.code)?.filled(p.reason.code, { detail: p.detail, ...worded(p.reason.params) }) : null
      return near ?? (problemText.has(p.code) ? problemText.filled(p.code, { detail: p.detail }) : null) ?? p.detail
    }
    /** A finding of server/domain/vm/validate, made while typing. */
    const finding = (f: { code: string; params: Params; text: string }): string => reason(f)
    return { jobKind, reason, problem, finding }
  }, [firstText, laterText, problemText, vmState, hostState, jobState, domainState, kindText])
}
