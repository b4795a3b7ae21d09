import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Refusal } from './refusal.mjs'
import { step } from './step.mjs'

/** Runs `npm ci` unless node_modules is what package-lock.json says. */
export function installNodePackages(root) {
  if (isInstalled(root)) return
  step('npm packages: npm ci', () => {
    const { status, stdout, stderr } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--include=dev'], {
      cwd: root,
      encoding: 'utf8',
      timeout: 30 * 60_000,
      maxBuffer: 64 * 1024 * 1024,
      // Playwright would fetch browsers of its own: Debian's Chromium is used. Prisma would fetch an engine: it is not needed.
      env: { ...process.env, PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1', PRISMA_SCHEMA_ENGINE_BINARY: '/bin/true', CHECKPOINT_DISABLE: '1', NEXT_TELEMETRY_DISABLED: '1' },
    })
    if (status === 0) return
    const reasons = `${stdout}\n${stderr}`.split('\n').filter(line => /^npm (error|ERR!)/.test(line)).slice(0, 8)
    throw new Refusal(['npm could not install the packages of package-lock.json. Check that this machine reaches the npm registry, then run this again.', ...reasons].join('\n  '))
  })
}

/**
 * npm keeps what it installed in node_modules/.package-lock.json and writes that file last, so it also tells a finished installation from a broken one.
 * Optional packages of other platforms are in the project's lock only.
 */
function isInstalled(root) {
  const hidden = join(root, 'node_modules', '.package-lock.json')
  if (!existsSync(hidden)) return false
  const packages = file => Object.entries(JSON.parse(readFileSync(file, 'utf8')).packages)
  const installed = new Map(packages(hidden).map(([path, entry]) => [path, entry.version]))
  return packages(join(root, 'package-lock.json')).every(([path, entry]) => path === '' || installed.get(path) === entry.version || (entry.optional && !installed.has(path)))
}
