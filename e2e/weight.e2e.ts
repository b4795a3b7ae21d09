import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from '@playwright/test'
import { projectRoot } from '@/server/setup/root'

/** What a page may load before it can be used, gzip, in kB of 1,000 bytes (README, Figures). */
const limitKb = 260

interface Manifest {
  entryJSFiles: Record<string, string[]>
}

const next = join(projectRoot, '.next')
const buildManifest = JSON.parse(readFileSync(join(next, 'build-manifest.json'), 'utf8')) as { rootMainFiles: string[] }

/** Scripts of each page with its layouts and error pages, by the page's path in app/. */
function pages(): [path: string, files: Set<string>][] {
  const suffix = 'page_client-reference-manifest.js'
  return readdirSync(join(next, 'server', 'app'), { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith(suffix))
    .map(file => {
      const text = readFileSync(join(next, 'server', 'app', file), 'utf8')
      const { entryJSFiles } = JSON.parse(text.slice(text.indexOf('= {', text.indexOf('["')) + 2).replace(/;\s*$/, '')) as Manifest
      // Asked for only when there is no such page.
      const entries = Object.entries(entryJSFiles).filter(([entry]) => !entry.endsWith('/app/not-found'))
      return [file.slice(0, -suffix.length), new Set([...buildManifest.rootMainFiles, ...entries.flatMap(([, files]) => files)])]
    })
}

test('no page loads more JavaScript at first than was promised', () => {
  const sizes = new Map<string, number>()
  const sizeOf = (file: string): number => {
    const known = sizes.get(file) ?? gzipSync(readFileSync(join(next, file)), { level: 9 }).length
    sizes.set(file, known)
    return known
  }
  const weights = pages().map(([path, files]) => [path, [...files].reduce((sum, file) => sum + sizeOf(file), 0) / 1000] as const)
  expect(weights.length).toBeGreaterThan(15)
  expect(weights.filter(([, kb]) => kb > limitKb).map(([path, kb]) => `${path} ${kb.toFixed(1)} kB: load dialogs, tabs and menus by components/ui/later`)).toEqual([])
})
