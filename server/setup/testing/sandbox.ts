import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run } from '../command'
import { projectRoot } from '../root'

const timeoutMs = 90_000

/**
 * Runs a program (the text of an ES module, which may import the project's TypeScript by paths from its root) on a machine of its own as far as
 * libvirt and processes go; see sandbox.sh. @returns what it printed, as JSON @throws CommandFailed
 */
export async function inSandbox(program: string): Promise<unknown> {
  const folder = await mkdtemp(join(tmpdir(), 'atrium-sandbox-'))
  try {
    const { stdout } = await run(join(projectRoot, 'server', 'setup', 'testing', 'sandbox.sh'), [
      folder, process.execPath, '--import', 'tsx', '--input-type=module', '--eval', program,
    ], { cwd: projectRoot, timeoutMs, env: { PATH: process.env.PATH ?? '', ATRIUM_SANDBOX: 'outside' } })
    return JSON.parse(stdout)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
