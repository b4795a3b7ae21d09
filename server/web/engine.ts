import type { Logger } from 'pino'
import { reconcilers } from '@/server/reconcilers/all'
import { db } from '@/server/store/db'
import { readInstance } from '@/server/store/instance'
import { isOutage } from '@/server/store/outage'
import { startEngine } from '@/server/workflows/engine'

const retryMs = 1_000

/**
 * Starts the engine as soon as there is a database that is set up; until then the pages already answer and say what is
 * wrong. Any failure is tried again: the pages must not go down with the engine.
 */
export function keepEngine(databaseUrl: string, log: Logger): { stop: () => Promise<void> } {
  const stopping = new AbortController()
  const run = async (): Promise<Awaited<ReturnType<typeof startEngine>> | null> => {
    let said = ''
    while (!stopping.signal.aborted) {
      const why = await attempt().catch((error: unknown): { trouble: string } => ({ trouble: isOutage(error) ? 'PostgreSQL does not answer' : String(error) }))
      if ('engine' in why) return why.engine
      if (why.trouble !== said) log.warn({ trouble: why.trouble }, 'The engine waits.')
      said = why.trouble
      await new Promise<void>(resolve => {
        const timer = setTimeout(resolve, retryMs)
        stopping.signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true })
      })
    }
    return null
  }
  const attempt = async (): Promise<{ trouble: string } | { engine: Awaited<ReturnType<typeof startEngine>> }> => {
    const instance = await readInstance(db(databaseUrl))
    if (!instance) return { trouble: 'this database is not set up (npm run up, or manager init)' }
    return { engine: await startEngine({ databaseUrl, instanceId: instance.id, logger: log, reconcilers }) }
  }
  const running = run()
  return {
    stop: async () => {
      stopping.abort()
      await (await running)?.stop()
    },
  }
}
