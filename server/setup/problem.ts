/** A reason set-up cannot go on, as one sentence for the person at the terminal; printed without a stack. */
export class SetupProblem extends Error {
  override name = 'SetupProblem'
}

/** The sentence of any thrown value. */
export function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
