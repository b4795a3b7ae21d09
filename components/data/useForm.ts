'use client'
import { useEffect, useRef, useState, type FormEvent } from 'react'
import type { Problem } from '@/server/contract/api/common'
import { useWords } from '@/components/i18n/useWords'
import type { FieldProps } from '@/components/ui/form/types'
import { asProblem, isOutage, isSessionLost } from './problem'
import { useJobFocus } from './jobFocus'

/** What the form's own check finds while one types; the server's findings have the same form (server/domain/vm/validate). */
export interface Finding {
  field: string
  code: string
  params: Record<string, string | number>
  text: string
}

interface Options<Values, Output> {
  initial: Values
  /** The server's own rules, run on each key stroke (pure). */
  check?: (values: Values) => readonly Finding[]
  /** `idempotencyKey` is the same when the same values are sent again after an outage: the intention runs once. */
  submit: (values: Values, idempotencyKey: string) => Promise<Output>
  onDone: (output: Output) => void
  /** Keeps what was typed across reload and navigation in this tab (sessionStorage). */
  draft?: string
  /** Fields that are never kept: passwords. */
  secrets?: readonly (keyof Values & string)[]
}

function readDraft<Values extends object>(draft: string | undefined, initial: Values): Values {
  if (!draft || typeof window === 'undefined') return initial
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(`draft.${draft}`) ?? '{}')
    return typeof kept === 'object' ? { ...initial, ...kept } : initial
  } catch {
    return initial
  }
}

/** State of a form: values, findings under their fields, the server's refusal in place, nothing typed ever lost. */
export function useForm<Values extends object, Output = unknown>({ initial, check, submit, onDone, draft, secrets = [] }: Options<Values, Output>) {
  const words = useWords()
  const follow = useJobFocus(s => s.follow)
  const [values, setValues] = useState(() => readDraft(draft, initial))
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set())
  const [problem, setProblem] = useState<Problem | null>(null)
  const [submitting, setSubmitting] = useState(false)
  const [submitted, setSubmitted] = useState(false)
  const key = useRef<string>(undefined)
  const findings = check?.(values) ?? []
  // As text, because the caller writes the list anew each time.
  const secretNames = secrets.join(' ')

  useEffect(() => {
    if (!draft || touched.size === 0) return
    const open = Object.entries(values).filter(([name]) => !secretNames.split(' ').includes(name))
    sessionStorage.setItem(`draft.${draft}`, JSON.stringify(Object.fromEntries(open)))
  }, [draft, secretNames, touched, values])

  const change = (part: Partial<Values>) => {
    setValues(now => ({ ...now, ...part }))
    setTouched(now => new Set([...now, ...Object.keys(part)]))
    if (problem?.field && problem.field in part) setProblem(null)
    key.current = undefined
  }
  const errorOf = (name: string): string | undefined => {
    if (problem?.field === name) return words.problem(problem)
    const finding = touched.has(name) || submitted ? findings.find(f => f.field === name) : undefined
    return finding && words.finding(finding)
  }
  const field = <Name extends keyof Values & string>(name: Name): FieldProps<Values[Name]> => ({
    id: `field-${name}`,
    value: values[name],
    onChange: value => {
      // A computed key widens to an index signature; Partial<Values> holds it all the same.
      const part: Partial<Values> = {}
      part[name] = value
      change(part)
    },
    error: errorOf(name),
  })
  const send = async (event?: FormEvent) => {
    event?.preventDefault()
    setSubmitted(true)
    if (submitting || findings.length > 0) {
      document.getElementById(`field-${findings[0]?.field}`)?.focus()
      return
    }
    setSubmitting(true)
    setProblem(null)
    key.current ??= crypto.randomUUID()
    try {
      const output = await submit(values, key.current)
      key.current = undefined
      if (draft) sessionStorage.removeItem(`draft.${draft}`)
      if (typeof output === 'object' && output !== null && 'jobId' in output && typeof output.jobId === 'string') follow(output.jobId)
      onDone(output)
    } catch (error) {
      if (!isOutage(error)) key.current = undefined
      if (!isSessionLost(error)) setProblem(asProblem(error))
      const wrong = asProblem(error).field
      if (wrong) document.getElementById(`field-${wrong}`)?.focus()
    } finally {
      setSubmitting(false)
    }
  }
  /** The refusal that belongs to no shown field: stands above the buttons. */
  const formProblem = problem && !(problem.field && problem.field in values) ? problem : null
  return {
    values, change, field, send, submitting, submitted, formProblem, findings, touched: touched.size > 0, invalid: submitted && findings.length > 0,
    /** Field that the server has refused. */
    refused: problem?.field ?? null,
  }
}
