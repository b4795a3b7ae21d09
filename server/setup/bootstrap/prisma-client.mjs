import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Refusal } from './refusal.mjs'
import { step } from './step.mjs'

/** Generates the database client when the schema, or the generator's version, is another than last time. */
export function generateClient(root) {
  const schema = join(root, 'prisma', 'schema.prisma')
  const output = join(root, 'server', 'store', 'generated')
  if (!existsSync(schema)) return
  const hash = createHash('sha256')
  for (const file of [schema, join(root, 'node_modules', 'prisma', 'package.json')]) hash.update(readFileSync(file))
  const wanted = hash.digest('hex')
  const stamp = join(output, '.schema')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  step('database client: prisma generate', () => {
    const program = join(root, 'node_modules', 'prisma', 'build', 'index.js')
    const { status, stdout, stderr } = spawnSync(process.execPath, [program, 'generate', '--config', 'prisma/config.ts'], {
      cwd: root,
      encoding: 'utf8',
      timeout: 5 * 60_000,
      // Any existing file keeps the command from downloading an engine that `generate` does not use.
      env: { ...process.env, CHECKPOINT_DISABLE: '1', PRISMA_SCHEMA_ENGINE_BINARY: '/bin/true' },
    })
    if (status !== 0) throw new Refusal(`prisma generate failed:\n${stderr || stdout}`)
    writeFileSync(stamp, wanted)
  })
}
