import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { SetupProblem } from '@/server/setup/problem'
import { projectRoot } from '@/server/setup/root'
import { agentPort, labName, labNetworks } from './address'
import { ip } from './ip'

/** A lab: several libvirt hosts on this machine. All its names come from `name`, all its files lie below `dir`. */
export interface Lab {
  name: string
  dir: string
  /** First three octets of its /24: host N is .N, the machine .253, the switch .254. */
  net: string
  /** What every host sees under the same path. */
  shared: string
}

export interface LabHost {
  lab: Lab
  number: number
  /** `h1` inside the lab; unique on the machine and in the manager: `<lab>-h1`. */
  name: string
  dir: string
  address: string
  /** Where its agent listens. */
  agentAddress: string
  namespace: string
  /** Its plug in the switch. */
  port: string
  /** Data folder of its agent. */
  agentDir: string
}

export const labDir = (name: string, dir?: string): string => (dir ? resolve(dir) : join(projectRoot, '.lab', name))
export const switchNamespace = (lab: Pick<Lab, 'name'>): string => `${lab.name}sw`
export const uplink = (lab: Pick<Lab, 'name'>): string => `${lab.name}up`

const settings = (dir: string): string => join(dir, 'lab.json')
const describe = (name: string, dir: string, net: string): Lab => ({ name, dir, net, shared: join(dir, 'shared') })

/** The lab of that name and folder as it was made, or undefined. */
export async function findLab(name: string, dir: string): Promise<Lab | undefined> {
  if (!existsSync(settings(dir))) return undefined
  const saved = JSON.parse(await readFile(settings(dir), 'utf8')) as { name: string; net: string }
  if (saved.name !== name) throw new SetupProblem(`${dir} belongs to the lab "${saved.name}".`)
  return describe(name, dir, saved.net)
}

/** The lab of that name and folder; made with a network of its own when it is not there yet. @throws SetupProblem for a bad name */
export async function openLab(name: string, dir: string): Promise<Lab> {
  if (!labName.test(name)) throw new SetupProblem(`"${name}" is no name for a lab: up to 9 small letters and digits, beginning with a letter.`)
  const known = await findLab(name, dir)
  if (known) return known
  const taken = new Set(await ip.addresses())
  const net = [...labNetworks(name)].find(candidate => !taken.has(`${candidate}.253`))
  if (!net) throw new SetupProblem('No free /24 in 10.64.0.0/10 on this machine.')
  await mkdir(dir, { recursive: true })
  await writeFile(settings(dir), JSON.stringify({ name, net }))
  return describe(name, dir, net)
}

export function labHost(lab: Lab, number: number): LabHost {
  const address = `${lab.net}.${number}`
  const dir = join(lab.dir, 'hosts', `h${number}`)
  return {
    lab,
    number,
    name: `${lab.name}-h${number}`,
    dir,
    address,
    agentAddress: `${address}:${agentPort}`,
    namespace: `${lab.name}${number}`,
    port: `port${number}`,
    agentDir: join(dir, 'agent'),
  }
}
