import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { attempt } from '../command'
import { SetupProblem } from '../problem'
import { projectRoot } from '../root'

const minutes = 60_000

/** Builds the console's pages and API routes into .next. @returns false when this checkout has none yet */
export async function buildPages(): Promise<boolean> {
  if (!existsSync(join(projectRoot, 'app'))) return false
  // Here and not above: it loads the whole contract, which only a build needs.
  const { writeMinifiedContract } = await import('@/components/data/minify')
  writeMinifiedContract()
  const next = join(projectRoot, 'node_modules', 'next', 'dist', 'bin', 'next')
  const env: Record<string, string> = { ...(process.env as Record<string, string>), NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' }
  const result = await attempt(process.execPath, [next, 'build'], { cwd: projectRoot, env, timeoutMs: 20 * minutes })
  if (result.code !== 0) {
    const told = `${result.stdout}\n${result.stderr}`.split('\n').filter(line => line.trim()).slice(-30).join('\n')
    throw new SetupProblem(`next build failed:\n${told}`)
  }
  return true
}
