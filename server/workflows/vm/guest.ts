import { AppError } from '@/server/domain/error'

export type AskedBy = 'agent' | 'acpi'

/** Guest agent first, because it shuts down cleanly even without a desktop; the ACPI button when the agent does not answer. Returns which took it. */
export async function askGuest(ask: (method: AskedBy) => Promise<unknown>): Promise<AskedBy> {
  try {
    await ask('agent')
    return 'agent'
  } catch (error) {
    if (!(error instanceof AppError) || error.code === 'HOST_UNREACHABLE' || error.code === 'CANCELLED') throw error
    await ask('acpi')
    return 'acpi'
  }
}
