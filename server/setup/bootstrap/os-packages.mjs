import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { Refusal } from './refusal.mjs'
import { step } from './step.mjs'

/** Installs those Debian packages of the table that these purposes need and that are missing. */
export function installOsPackages(purposes, table) {
  const wanted = JSON.parse(readFileSync(table, 'utf8')).filter(entry => purposes.includes(entry.purpose)).map(entry => entry.package)
  const missing = missingPackages(wanted)
  if (missing.length === 0) return
  step('OS packages: package lists', () => apt(['update'], 10))
  step(`OS packages: ${missing.join(' ')}`, () => apt(['install', '--yes', '--no-install-recommends', ...missing], 60))
}

/** One question for all; dpkg-query answers by its exit code when it has never heard of some. */
function missingPackages(wanted) {
  const { stdout, error } = spawnSync('dpkg-query', ['--show', '--showformat', '${Package} ${db:Status-Abbrev}\\n', ...wanted], { encoding: 'utf8' })
  if (error) throw new Refusal(`Atrium installs its packages on Debian 12 only (no dpkg here). It needs: ${wanted.join(' ')}.`)
  const installed = new Set(stdout.split('\n').map(line => line.split(' ')).filter(([, status]) => status?.startsWith('ii')).map(([name]) => name))
  return wanted.filter(name => !installed.has(name))
}

function apt(args, minutes) {
  const options = [
    // Another apt (unattended-upgrades, a second `up`) may be at work: wait for it.
    '-o', 'DPkg::Lock::Timeout=600',
    '-o', 'Acquire::Retries=3',
    // The answers to questions about changed configuration files: keep what the administrator has.
    '-o', 'Dpkg::Options::=--force-confdef', '-o', 'Dpkg::Options::=--force-confold',
    '--quiet=2',
  ]
  const { status, stdout, stderr } = spawnSync('apt-get', [...options, ...args], {
    encoding: 'utf8',
    timeout: minutes * 60_000,
    maxBuffer: 64 * 1024 * 1024,
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', NEEDRESTART_SUSPEND: '1', LC_ALL: 'C.UTF-8' },
  })
  if (status === 0) return
  // Package lists that are partly out of reach (one foreign source) do not keep the packages from being installed.
  if (args[0] === 'update') return
  const reasons = `${stdout}\n${stderr}`.split('\n').filter(line => /^(E|W|Err|dpkg): ?/.test(line)).slice(-6)
  throw new Refusal([
    'apt-get could not install these packages. Check that this machine reaches its Debian mirror (or has the packages), then run this again.',
    ...reasons,
  ].join('\n  '))
}
