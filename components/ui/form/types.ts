import type { FormEvent } from 'react'
import type { Problem } from '@/server/contract/api/common'

/** What a field component takes from `form.field('name')`. */
export interface FieldProps<Value> {
  id: string
  value: Value
  onChange: (value: Value) => void
  /** Shown under the field; undefined = nothing wrong, or not touched yet. */
  error: string | undefined
}

/** What a form's frame takes from useForm. */
export interface FormState {
  send: (event?: FormEvent) => Promise<void>
  submitting: boolean
  formProblem: Problem | null
}
