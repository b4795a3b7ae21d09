import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { build, formatMessages, type BuildFailure, type BuildOptions } from 'esbuild'
import { SetupProblem } from '../problem'
import { projectRoot } from '../root'

/** The programs that run with plain node, and their entries. */
export const programs = {
  manager: 'server/main.ts',
  agent: 'server/agent/main.ts',
  cli: 'server/cli/main.ts',
  supervise: 'server/setup/supervise/main.ts',
  lab: 'e2e/lab/main.ts',
} as const
export type Program = keyof typeof programs

export const programFile = (program: Program): string => join(projectRoot, 'dist', `${program}.js`)

/** Bundled with all its packages: a host needs this one file, and what the agent never uses of them is not loaded there. */
const selfContained: readonly Program[] = ['agent']

/** Packages that are CommonJS ask for Node's own modules by `require`, which an ES module has to make for itself. */
const requireForPackages = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);"

/** Bundles the project's own code into dist/<program>.js; packages stay in node_modules but for `selfContained` ones. @returns the programs built */
export async function buildPrograms(wanted = Object.keys(programs) as Program[]): Promise<Program[]> {
  const present = wanted.filter(program => existsSync(join(projectRoot, programs[program])))
  await bundle(present.filter(program => !selfContained.includes(program)), { packages: 'external' })
  await bundle(present.filter(program => selfContained.includes(program)), { packages: 'bundle', banner: { js: requireForPackages }, minifyWhitespace: true })
  return present
}

async function bundle(present: readonly Program[], more: Pick<BuildOptions, 'packages' | 'banner' | 'minifyWhitespace'>): Promise<void> {
  if (present.length === 0) return
  await build({
    absWorkingDir: projectRoot,
    entryPoints: Object.fromEntries(present.map(program => [program, programs[program]])),
    outdir: 'dist',
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    sourcemap: true,
    // `@/…` is the project's own (tsconfig paths) and is always bundled.
    alias: { '@': projectRoot },
    // Stack traces and workflow names keep what the source says.
    keepNames: true,
    logLevel: 'silent',
    ...more,
  }).catch(async (failure: BuildFailure) => {
    throw new SetupProblem(`The programs do not compile:\n${(await formatMessages(failure.errors, { kind: 'error' })).join('')}`)
  })
}
