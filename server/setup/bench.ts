// npm run bench [-- NAME …]: runs server/bench/<name>.ts; without a name the whole (main) and then the libvirt client alone.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { ensurePages, ensurePrograms, outcomeOf } from './build'
import { inForeground } from './foreground'
import { SetupProblem } from './problem'
import { step } from './report'
import { projectRoot } from './root'

const all = ['main', 'libvirt']

const fileOf = (name: string): string => join(projectRoot, 'server', 'bench', `${name}.ts`)

async function bench(args: readonly string[]): Promise<number> {
  // What begins with a dash is for the benchmark itself: npm run bench -- main --json figures.json
  const first = args.findIndex(arg => arg.startsWith('-'))
  const options = first < 0 ? [] : args.slice(first)
  const names = args.slice(0, first < 0 ? undefined : first)
  const wanted = names.length ? names : all
  const unknown = wanted.find(name => !/^[a-z-]+$/.test(name) || !existsSync(fileOf(name)))
  if (unknown) throw new SetupProblem(`There is no benchmark "${unknown}": see the folder server/bench.`)
  await step('programs', async () => outcomeOf(await ensurePrograms()))
  if (wanted.includes('main')) await step('console', async () => outcomeOf(await ensurePages()))
  let failed = 0
  for (const name of wanted) {
    if ((await inForeground(process.execPath, ['--import', 'tsx', fileOf(name), ...(name === wanted[0] ? options : [])])) !== 0) failed++
  }
  return failed ? 1 : 0
}

try {
  process.exitCode = await bench(process.argv.slice(2))
} catch (error) {
  console.error(error instanceof SetupProblem ? error.message : error)
  process.exitCode = 1
}
