'use client'
import { FormAlert } from '@patternfly/react-core'
import type { Problem } from '@/server/contract/api/common'
import { useWords } from '@/components/i18n/useWords'
import { Notice } from '../Notice'

/** The refusal of a form that belongs to no single field. */
export function FormProblem({ problem }: { problem: Problem | null }) {
  const words = useWords()
  if (!problem) return null
  return (
    <FormAlert>
      <Notice variant="danger" title={words.problem(problem)} role="alert">
        {words.hint(problem)}
      </Notice>
    </FormAlert>
  )
}
