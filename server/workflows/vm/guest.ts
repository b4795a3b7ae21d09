import { AppError } from '@/server/domain/error'

/** Guest agent first, because it shuts down cleanly even without a desktop; the ACPI button when the agent does not answer. */
export async function askGuest(ask: (method: 'agent' | 'acpi') => Promise<unknown>): Promise<void> {
  try {
    await ask('agent')
  } catch (error) {
    if (!(error instanceof AppError) || error.code === 'HOST_UNREACHABLE' || error.code === 'CANCELLED') throw error
    await ask('acpi')
  }
}

/** Says what a time-out means for this step instead of naming the step. */
export async function orTimeout(work: Promise<unknown>, meaning: () => AppError): Promise<void> {
  try {
    await work
  } catch (error) {
    throw error instanceof AppError && error.code === 'TIMEOUT' ? meaning() : error
  }
}
