import { access } from 'node:fs/promises'
import { run } from '@/server/agent/facts/run'
import { AppError } from '@/server/domain/error'

const limitMs = 60_000

/** sd_booted(3): systemd is process 1. */
export const isSystemd = (): Promise<boolean> => access('/run/systemd/system').then(() => true, () => false)

/** Errors: INTERNAL with what systemd says. */
export async function systemctl(...args: string[]): Promise<void> {
  const { code, stderr } = await run('systemctl', args, limitMs)
  if (code === 0) return
  throw new AppError('INTERNAL', `systemctl ${args.join(' ')} failed: ${stderr.trim() || 'no answer'}`, { hint: 'See journalctl on the host.' })
}
