'use client'
import { useMutation } from '@tanstack/react-query'
import { useWords } from '@/components/i18n/useWords'
import { useToasts } from '@/components/ui/toasts'
import { asProblem, isSessionLost } from './problem'
import { useJobFocus } from './jobFocus'

interface Options<Input, Output> {
  /** Heading of the toast when it fails: "web1 could not be started". */
  failed: (input: Input) => string
  /** Toast when it is done; leave out where the page shows it by itself. */
  done?: (output: Output, input: Input) => string
  onDone?: (output: Output, input: Input) => void
}

const jobIdOf = (output: unknown): string | null =>
  typeof output === 'object' && output !== null && 'jobId' in output && typeof output.jobId === 'string' ? output.jobId : null

/**
 * An action without a form: a refusal becomes a toast; a job that it starts is followed in the masthead.
 * `const start = useCommand((vm: VmRow) => client.vm.start({ id: vm.id }), { failed: vm => t('startFailed', { name: vm.name }) })`
 */
export function useCommand<Input, Output>(call: (input: Input) => Promise<Output>, { failed, done, onDone }: Options<Input, Output>) {
  const words = useWords()
  const toast = useToasts(s => s.add)
  const follow = useJobFocus(s => s.follow)
  return useMutation({
    mutationFn: call,
    onSuccess: (output, input) => {
      const jobId = jobIdOf(output)
      if (jobId) follow(jobId)
      if (done) toast({ variant: 'success', title: done(output, input) })
      onDone?.(output, input)
    },
    onError: (error, input) => {
      // The dialog that asks to log in again says it already.
      if (isSessionLost(error)) return
      const problem = asProblem(error)
      toast({ variant: 'danger', title: failed(input), body: [words.problem(problem), words.hint(problem)].filter(Boolean).join(' ') })
    },
  })
}
