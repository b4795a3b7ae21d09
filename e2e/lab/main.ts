import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { SetupProblem, sentenceOf } from '@/server/setup/problem'
import { crashAgent, hasJoined, startAgent } from './agent'
import { labCommand, type HostCommand, type LabCommand } from './arguments'
import { removeLab } from './down'
import { enrolLab } from './enrol'
import { enterArguments } from './host/enter'
import { crashLibvirtd, cutNetwork, hangLibvirtd, restoreNetwork, startLibvirtd, unhangLibvirtd } from './host/faults'
import { powerOff, powerOn } from './host/power'
import { findLab, labHost, type Lab, type LabHost } from './lab'
import { findManager, needManager, tinyGuest } from './manager'
import { labReport } from './report'
import { raiseHosts } from './up'
import { usage } from './usage'
import { withdrawLab } from './withdraw'

const onHost: Record<HostCommand, (host: LabHost) => Promise<unknown>> = {
  'power-off': powerOff,
  'power-on': async host => {
    await powerOn(host)
    if (hasJoined(host)) await startAgent(host)
  },
  'cut-network': cutNetwork,
  restore: restoreNetwork,
  'crash-libvirtd': crashLibvirtd,
  'start-libvirtd': startLibvirtd,
  'hang-libvirtd': hangLibvirtd,
  'unhang-libvirtd': unhangLibvirtd,
  'crash-agent': crashAgent,
  'start-agent': startAgent,
}

const present = async ({ name, dir }: LabCommand): Promise<Lab> => {
  const lab = await findLab(name, dir)
  if (!lab) throw new SetupProblem(`There is no lab "${name}" in ${dir}. Make one: npm run lab -- up --hosts 2`)
  return lab
}

async function perform(wanted: LabCommand): Promise<number> {
  switch (wanted.command) {
    case 'up': {
      const api = wanted.manager ? await needManager() : undefined
      const { lab, hosts } = await raiseHosts(wanted.name, wanted.dir, wanted.hosts)
      if (api) await enrolLab(api, lab, hosts, tinyGuest())
      await api?.close()
      return report(lab)
    }
    case 'status':
      return report(await present(wanted))
    case 'down': {
      const api = await findManager()
      const lab = await findLab(wanted.name, wanted.dir)
      if (api && lab) await withdrawLab(api, lab)
      await api?.close()
      await removeLab(wanted.name, wanted.dir)
      console.log(`Lab "${wanted.name}" is gone.`)
      return 0
    }
    case 'exec':
      return execute(labHost(await present(wanted), wanted.host), wanted.words)
    default: {
      const lab = await present(wanted)
      await onHost[wanted.command](labHost(lab, wanted.host))
      return report(lab)
    }
  }
}

async function report(lab: Lab): Promise<number> {
  const api = await findManager()
  for (const line of await labReport(lab, api)) console.log(line)
  await api?.close()
  return 0
}

async function execute(host: LabHost, words: readonly string[]): Promise<number> {
  const child = spawn('nsenter', await enterArguments(host, words), { stdio: 'inherit' })
  const [code] = (await once(child, 'exit')) as [number | null]
  return code ?? 1
}

function wantedOrUsage(words: readonly string[]): LabCommand {
  try {
    return labCommand(words)
  } catch (error) {
    throw new SetupProblem(`${sentenceOf(error)}\n\n${usage}`)
  }
}

try {
  process.exitCode = await perform(wantedOrUsage(process.argv.slice(2)))
} catch (error) {
  // A reason is for the reader; anything else is a fault of this program.
  if (!(error instanceof SetupProblem)) throw error
  console.error(error.message)
  process.exitCode = 1
}
