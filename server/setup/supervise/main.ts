// The supervisor of one instance (dist/supervise.js RUN_FOLDER VERSION): keeps database, manager and agent running until it is told to stop.
// SIGHUP: read the list again. SIGTERM: end all. Killed, it leaves everything running; the next `npm run up` starts another, which adopts.
import { processId } from '../process'
import { supervisorName, writeRunning } from './service'
import { Supervisor } from './supervisor'

const [runFolder, version] = process.argv.slice(2)
if (!runFolder || !version) throw new Error('usage: supervise RUN_FOLDER VERSION')

const say = (line: string): void => console.log(`${new Date().toISOString()} ${line}`)
const supervisor = new Supervisor(runFolder, say)
const fail = (error: unknown): void => say(error instanceof Error ? (error.stack ?? error.message) : String(error))

process.on('SIGHUP', () => void supervisor.reload().catch(fail))
process.on('SIGTERM', () => void supervisor.stop().catch(fail).finally(() => process.exit(0)))
// A stay of the event loop that needs no timer of a service: the list may be empty at first.
setInterval(() => {}, 2 ** 30)
// Only now, when it understands them, may others find it and send signals.
const own = await processId(process.pid)
if (own) await writeRunning(runFolder, supervisorName, { ...own, version })
await supervisor.reload()
