// npm run lab -- COMMAND …: builds what is needed and hands over to e2e/lab/main.ts.
import { ensurePrograms } from './build'
import { programFile } from './build/programs'
import { inForeground } from './foreground'
import { SetupProblem } from './problem'

try {
  await ensurePrograms()
  process.exitCode = await inForeground(process.execPath, ['--enable-source-maps', programFile('lab'), ...process.argv.slice(2)])
} catch (error) {
  console.error(error instanceof SetupProblem ? error.message : error)
  process.exitCode = 1
}
