import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { build, formatMessages, type BuildFailure } from 'esbuild'
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

/** Bundles the project's own code into dist/<program>.js; packages stay in node_modules. @returns the programs built */
export async function buildPrograms(wanted = Object.keys(programs) as Program[]): Promise<Program[]> {
  const present = wanted.filter(program => existsSync(join(projectRoot, programs[program])))
  await build({
    absWorkingDir: projectRoot,
    entryPoints: Object.fromEntries(present.map(program => [program, programs[program]])),
    outdir: 'dist',
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    sourcemap: true,
    // Loaded from node_modules at run time; `@/…` is the project's own (tsconfig paths) and is bundled.
    packages: 'external',
    alias: { '@': projectRoot },
    // Stack traces and workflow names keep what the source says.
    keepNames: true,
    logLevel: 'silent',
  }).catch(async (failure: BuildFailure) => {
    throw new SetupProblem(`The programs do not compile:\n${(await formatMessages(failure.errors, { kind: 'error' })).join('')}`)
  })
  return present
}
