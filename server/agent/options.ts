import { parseArgs } from 'node:util'
import { AppError } from '@/server/domain/error'

export interface JoinCommand {
  command: 'join'
  manager: string
  token: string
  address: string
  dataDir: string
}
export interface LockDisksCommand {
  command: 'lock-disks'
}
export interface RunCommand {
  command: 'run'
  dataDir: string
  /** Where to listen; null = at the address given when joining. */
  listen: string | null
  libvirtSocket: string
  emulator: string
  probeKernel: string | null
  emulate: boolean
  logLevel: string
}

export const usage = `Usage:
  atrium-agent join --manager URL --token TOKEN --address HOST:PORT [--data DIR]
  atrium-agent run [--data DIR] [--listen HOST:PORT] [--libvirt-socket PATH] [--emulator PATH]
                   [--probe-kernel PATH] [--emulate] [--log-level LEVEL]
  atrium-agent lock-disks

join    enrols this host with the manager; the token comes from its console
run     serves the manager; machines keep running when it ends
lock-disks  makes virtlockd lock disks in use, so that no second machine can have them; libvirtd is restarted, machines keep running
  --libvirt-socket  default /run/libvirt/libvirt-sock
  --probe-kernel    kernel that is booted to see whether KVM works; default the newest in /boot
  --emulate         never use KVM
`

const bad = (message: string): AppError => new AppError('BAD_INPUT', message, { hint: usage })

const flags = {
  manager: { type: 'string' },
  token: { type: 'string' },
  address: { type: 'string' },
  data: { type: 'string', default: '/var/lib/atrium-agent' },
  listen: { type: 'string' },
  'libvirt-socket': { type: 'string', default: '/run/libvirt/libvirt-sock' },
  emulator: { type: 'string', default: '/usr/bin/qemu-system-x86_64' },
  'probe-kernel': { type: 'string' },
  emulate: { type: 'boolean', default: false },
  'log-level': { type: 'string', default: 'info' },
} as const

const parse = (argv: readonly string[]) => {
  try {
    return parseArgs({ args: [...argv], options: flags, allowPositionals: true })
  } catch (error) {
    throw bad(error instanceof Error ? error.message : String(error))
  }
}

/** The command line. Errors: BAD_INPUT with the usage as hint. */
export const parseCommand = (argv: readonly string[]): JoinCommand | LockDisksCommand | RunCommand => {
  const { values, positionals } = parse(argv)
  const [command, ...more] = positionals
  if (more.length > 0) throw bad(`“${more[0]}” is one word too many.`)
  if (command === 'join') {
    const { manager, token, address, data } = values
    if (!manager || !token || !address) throw bad('join needs --manager, --token and --address.')
    return { command, manager, token, address, dataDir: data }
  }
  if (command === 'lock-disks') return { command }
  if (command !== 'run') throw bad(command ? `“${command}” is not a command.` : 'No command was given.')
  return {
    command,
    dataDir: values.data,
    listen: values.listen ?? null,
    libvirtSocket: values['libvirt-socket'],
    emulator: values.emulator,
    probeKernel: values['probe-kernel'] ?? null,
    emulate: values.emulate,
    logLevel: values['log-level'],
  }
}

/** `host:port` or `[v6]:port`. Errors: BAD_INPUT. */
export const parseAddress = (address: string): { host: string; port: number } => {
  const [, host, port] = /^\[?(.+?)\]?:(\d{1,5})$/.exec(address) ?? []
  if (!host || Number(port) > 65_535) throw bad(`“${address}” is not an address of the form host:port.`)
  return { host, port: Number(port) }
}
