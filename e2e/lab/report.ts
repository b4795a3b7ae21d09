import type { HostRow } from '@/server/contract/api/infrastructure'
import type { Api, Page } from '../fixtures/api'
import { agentRuns, hasJoined } from './agent'
import { libvirtdRuns, networkIsCut } from './host/faults'
import { hostInit } from './host/init'
import { labHosts } from './hosts'
import type { Lab, LabHost } from './lab'

/** One line per host: what this machine sees, and what the manager says. `api` undefined = no manager answers. */
export async function labReport(lab: Lab, api: Api | undefined): Promise<string[]> {
  const known = api ? (await api.get<Page<HostRow>>('/hosts?limit=500')).items : []
  return Promise.all((await labHosts(lab)).map(async host => [`h${host.number}`, host.address, ...(await seen(host)), `manager: ${told(host, api, known)}`].join('  ')))
}

async function seen(host: LabHost): Promise<string[]> {
  if (!(await hostInit(host))) return ['off']
  const [cut, libvirtd, agent] = await Promise.all([networkIsCut(host), libvirtdRuns(host), agentRuns(host)])
  return ['on', `network ${cut ? 'cut' : 'up'}`, `libvirtd ${libvirtd ? 'up' : 'down'}`, `agent ${agent ? 'up' : hasJoined(host) ? 'down' : 'not joined'}`]
}

function told(host: LabHost, api: Api | undefined, known: HostRow[]): string {
  if (!api) return 'does not answer'
  const row = known.find(one => one.name === host.name)
  if (!row) return 'does not know it'
  return `${row.status}, ${row.vmUpCount} of ${row.vmCount} machines up${row.statusReason ? ` (${row.statusReason})` : ''}`
}
