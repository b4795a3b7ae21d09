import { parseArgs } from 'node:util'
import { SetupProblem } from '@/server/setup/problem'
import { maxHosts } from './address'
import { labDir } from './lab'

/** Commands about one host. */
export const hostCommands = [
  'power-off', 'power-on', 'cut-network', 'restore', 'crash-libvirtd', 'start-libvirtd', 'hang-libvirtd', 'unhang-libvirtd', 'crash-agent', 'start-agent',
] as const
export type HostCommand = (typeof hostCommands)[number]

interface Place {
  name: string
  dir: string
}

export type LabCommand = Place & (
  | { command: 'up'; hosts: number; manager: boolean }
  | { command: 'status' }
  | { command: 'down' }
  | { command: 'exec'; host: number; words: string[] }
  | { command: HostCommand; host: number }
)

/** What the words after `npm run lab --` mean. @throws SetupProblem with a sentence */
export function labCommand(words: readonly string[]): LabCommand {
  const [command = '', ...rest] = words
  // Everything after `exec N` belongs to the command, options too.
  const own = command === 'exec' ? execWords(rest) : { options: rest, words: [] }
  const { values, positionals } = parse(own.options)
  const name = values.name ?? 'lab'
  const place = { name, dir: labDir(name, values.dir) }
  if (command === 'up') return { ...place, command, hosts: hostNumber(values.hosts ?? '2', '--hosts'), manager: !values['no-manager'] }
  if (command === 'status' || command === 'down') return { ...place, command }
  if (command === 'exec' && own.words.length > 0) return { ...place, command, host: hostNumber(positionals[0], command), words: own.words }
  const known = hostCommands.find(one => one === command)
  if (known) return { ...place, command: known, host: hostNumber(positionals[0], command) }
  throw new SetupProblem(command === 'exec' ? 'exec needs a host and a command.' : `"${command}" is no command of the lab.`)
}

function execWords(rest: readonly string[]): { options: string[]; words: string[] } {
  const at = rest.findIndex((word, index) => /^\d+$/.test(word) && !['--name', '--dir'].includes(rest[index - 1] ?? ''))
  return at < 0 ? { options: [...rest], words: [] } : { options: rest.slice(0, at + 1), words: rest.slice(at + 1) }
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: { name: { type: 'string' }, dir: { type: 'string' }, hosts: { type: 'string' }, 'no-manager': { type: 'boolean' } },
    })
  } catch (error) {
    throw new SetupProblem(error instanceof Error ? error.message : String(error))
  }
}

function hostNumber(text: string | undefined, what: string): number {
  const number = Number(text)
  if (!Number.isInteger(number) || number < 1 || number > maxHosts) throw new SetupProblem(`${what} needs a number from 1 to ${maxHosts}, not "${text ?? ''}".`)
  return number
}
