import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { promisify } from 'node:util'

const run = promisify(execFile)
const TIMEOUT_MS = 60_000

/** One process for each question, as a script would do it. `domstate` is a lookup and one call. */
export async function virshPerProcess(uri: string, domainName: string, calls: number): Promise<void> {
  for (let call = 0; call < calls; call++) await run('virsh', ['--connect', uri, '--quiet', 'domstate', domainName], { timeout: TIMEOUT_MS })
}

/** All questions to one process, one per line. */
export async function virshBatch(uri: string, domainName: string, calls: number): Promise<void> {
  const virsh = spawn('virsh', ['--connect', uri, '--quiet'], { stdio: ['pipe', 'ignore', 'inherit'], timeout: TIMEOUT_MS })
  virsh.stdin.end(`domstate ${domainName}\n`.repeat(calls))
  const [code] = (await once(virsh, 'exit')) as [number | null]
  if (code !== 0) throw new Error(`virsh ended with ${code}`)
}
