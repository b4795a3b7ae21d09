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
