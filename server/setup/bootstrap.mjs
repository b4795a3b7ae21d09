// The first program of `npm run up|down|test|lab|bench`. It may use nothing but Node's own modules, because it is what installs the rest:
// OS packages, npm packages, the generated database client. Then it hands over to server/setup/<command>.ts (TypeScript, through tsx).
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { constants } from 'node:os'
import { fileURLToPath } from 'node:url'
import { installOsPackages } from './bootstrap/os-packages.mjs'
import { installNodePackages } from './bootstrap/node-packages.mjs'
import { generateClient } from './bootstrap/prisma-client.mjs'
import { Refusal } from './bootstrap/refusal.mjs'

const here = dirname(fileURLToPath(import.meta.url))
const root = dirname(dirname(here))

// Which parts of packages.json each command needs.
const commands = {
  up: { purposes: ['host', 'guest'] },
  down: { purposes: [] },
  lab: { purposes: ['host', 'guest'] },
  test: { purposes: ['host', 'guest', 'test'] },
  bench: { purposes: ['host', 'guest', 'test', 'bench'] },
}

const [command = '', ...args] = process.argv.slice(2)
// Only one set-up of this checkout at a time: this program calls itself under flock, whose lock ends with the process that holds it.
const preparing = process.env.ATRIUM_PREPARING === root
try {
  if (!(command in commands)) throw new Refusal(`usage: npm run ${Object.keys(commands).join('|')}`)
  if (preparing) prepare()
  else {
    checkPlatform()
    prepareUnderLock()
    handOver()
  }
} catch (error) {
  if (!(error instanceof Refusal)) throw error
  console.error(`\n${error.message}`)
  process.exit(1)
}

function checkPlatform() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major < 20 || (major === 20 && minor < 19)) {
    throw new Refusal(`Atrium needs Node 20.19 or later; this is ${process.version}. See https://nodejs.org/en/download.`)
  }
  if (process.platform !== 'linux') throw new Refusal('Atrium runs on Linux: it manages KVM hosts through libvirt.')
  if (process.getuid() !== 0) throw new Refusal(`Run this as root: sudo npm ${command === 'test' ? 'test' : `run ${command}`}. libvirt and the OS packages need it.`)
}

function prepareUnderLock() {
  mkdirSync(join(root, 'dist'), { recursive: true })
  const { status, signal } = spawnSync('flock', [join(root, 'dist', '.setup.lock'), process.execPath, ...process.argv.slice(1)], {
    stdio: 'inherit',
    env: { ...process.env, ATRIUM_PREPARING: root },
  })
  if (status !== 0) process.exit(status ?? 128 + constants.signals[signal])
}

function prepare() {
  const { purposes } = commands[command]
  const also = existsSync('/run/systemd/system') ? [] : ['no-systemd']
  if (purposes.length) installOsPackages([...purposes, ...also], join(here, 'packages.json'))
  installNodePackages(root)
  generateClient(root)
}

function handOver() {
  const file = join(here, `${command}.ts`)
  if (!existsSync(file)) throw new Refusal(`${file} is missing: this checkout is not complete.`)
  const child = spawn(process.execPath, ['--import', 'tsx', file, ...args], { stdio: 'inherit', cwd: root })
  // A signal to this program is meant for the one it stands for.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]))
}
