'use client'
import { useMemo } from 'react'
import type { HostRefusal, Problem, Reason, Wording } from '@/server/contract/api/common'
import { jobKindMessages } from './jobKinds'
import { problemMessages, reasonMessages } from './reasons'
import { stateMessages } from './states'
import { loadLaterReasons, useLaterReasons } from './useLaterReasons'
import { useText, type Text } from './useText'

type Params = Record<string, string | number>

/** A sentence becomes a part of another. */
const fullStop = /[.。]$/

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
    const wording = ({ code, params, hosts, text }: Reason): string | null => {
      const words = textFor(code)
      return words?.filled(code, { detail: text, ...worded(params), ...(hosts ? { hosts: refusals(words, hosts, params) } : {}) }) ?? null
    }
    const reason = (r: Reason): string => wording(r) ?? r.text
    /** Host by host why it was not taken; sent beside the words that use them, so these are there. */
    const refusals = (words: Text<string>, hosts: readonly HostRefusal[], params: Params): string =>
      hosts.map(({ host, reasons }) => words('host_refusal', { host, why: reasons.map(each => reason(each).replace(fullStop, '')).join(words('reason_separator')) })).join(words('host_separator'))
      || words('no_hosts', params)
    /** A sentence with its words, if the server gave some. */
    const told = (text: string, words: Wording | undefined): string => (words ? reason({ ...words, text }) : text)
    const hint = (of: { hint?: string | undefined; hintReason?: Wording | undefined }): string => told(of.hint ?? '', of.hintReason)
    const problem = (p: Pick<Problem, 'code' | 'detail' | 'reason'>): string =>
      (p.reason ? wording({ ...p.reason, text: p.detail }) : null) ?? (problemText.has(p.code) ? problemText.filled(p.code, { detail: p.detail }) : null) ?? p.detail
    /** A finding of server/domain/vm/validate, made while typing. */
    const finding = (f: { code: string; params: Params; text: string }): string => reason(f)
    return { jobKind, reason, problem, finding, told, hint }
  }, [firstText, laterText, problemText, vmState, hostState, jobState, domainState, kindText])
}
