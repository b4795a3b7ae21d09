import { z } from 'zod'
import { defineWorkflow } from '../definition'
import { vmShutdown } from './shutdown'
import { vmStart, VmStartInput } from './start'

const Input = VmStartInput.extend({ timeoutSeconds: z.int().min(1).max(3600).default(180) })

type StateOf<W> = W extends { steps: readonly { do(context: { state: Partial<infer State> }): unknown }[] } ? State : never

/**
 * Shut down and started anew, with the definition that is wanted now: a reboot of the guest alone keeps the one it was started
 * with. A guest that does not shut down stays as it is.
 */
export const vmRestart = defineWorkflow<StateOf<typeof vmShutdown> & StateOf<typeof vmStart>>()({
  kind: 'vm.restart',
  input: Input,
  title: name => `Restart ${name}`,
  steps: [...vmShutdown.steps, ...vmStart.steps],
})
