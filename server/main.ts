// The manager: `node dist/manager.js` serves, `node dist/manager.js init | host-token | reset-password …` are its set-up commands.
import { setupCommand } from './commands/setup/command'
import { AppError } from './domain/error'
import { ConfigError, readConfig } from './web/config'
import { createLogger } from './web/logger'
import { run } from './web/run'

const stopMs = 20_000

async function serve(): Promise<void> {
  const config = readConfig(process.env)
  // The route handlers, bundled apart, read the same variable.
  process.env.DATABASE_URL = config.databaseUrl
  const log = createLogger('manager', config.logLevel)
  const running = await run(config, log)
  const stop = (signal: NodeJS.Signals) => {
    log.info({ signal }, 'The manager stops.')
    setTimeout(() => process.exit(1), stopMs).unref()
    running.stop().then(() => process.exit(0), (error: unknown) => {
      log.error({ err: error }, 'The manager did not stop in order.')
      process.exit(1)
    })
  }
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
}

/** One sentence for the person at the terminal; a stack only for what nobody foresaw. */
function explain(error: unknown): string {
  if (error instanceof ConfigError) return error.message
  if (error instanceof AppError) return [error.message, error.detail.hint].filter(Boolean).join(' ')
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

const [command, ...args] = process.argv.slice(2)
try {
  if (command === undefined) await serve()
  else process.exit(await setupCommand(command, args, process.env))
} catch (error) {
  console.error(explain(error))
  process.exit(1)
}
