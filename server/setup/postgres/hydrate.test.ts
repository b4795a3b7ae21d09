import { mkdir, mkdtemp, readlink, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { hydrate } from './hydrate'

let folder: string
beforeEach(async () => { folder = await mkdtemp(join(tmpdir(), 'atrium-hydrate-')) })
afterEach(() => rm(folder, { recursive: true }))

test('makes the links of the list, relative, so that a copy of the folder has them too; twice is once', async () => {
  const native = join(folder, 'native')
  await mkdir(join(native, 'lib'), { recursive: true })
  await writeFile(join(native, 'pg-symlinks.json'), JSON.stringify([
    { source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so.5' },
    { source: 'native/lib/data/x', target: 'native/lib/y' },
  ]))
  await hydrate(native)
  await hydrate(native)
  expect(await readlink(join(native, 'lib', 'libpq.so.5'))).toBe('libpq.so.5.18')
  expect(await readlink(join(native, 'lib', 'y'))).toBe('data/x')
})
