import type { HostRow } from '@/server/contract/api/infrastructure'
import type { VmRow } from '@/server/contract/api/vm'
import type { Api, Page } from '../fixtures/api'
import { guestTemplate } from './enrol'
import type { Lab } from './lab'

/** The manager forgets the lab: machines, hosts, network, template and shared folder, cluster. Done while the hosts still run, because a machine is removed by its host. */
export async function withdrawLab(api: Api, lab: Lab): Promise<void> {
  const hosts = (await api.get<Page<HostRow>>('/hosts?limit=500')).items.filter(host => host.name.startsWith(`${lab.name}-h`))
  const machines = (await api.get<Page<VmRow>>('/vms?limit=500')).items.filter(vm => vm.cluster.name === lab.name && !vm.external)
  for (const vm of machines) {
    if (vm.job) await api.settled(vm.job.id)
    if ((await api.vm(vm.id)).actions.poweroff.allowed) await api.act(vm.id, 'poweroff')
    const { body } = await api.expect<{ jobId: string }>('DELETE', `/vms/${vm.id}`)
    await api.succeeded(body.jobId)
  }
  for (const host of hosts) await api.expect('DELETE', `/hosts/${host.id}`)
  const rest = [
    ['/networks', `${lab.name}-net`], ['/templates', guestTemplate(lab)], ['/storage-domains', `${lab.name}-shared`], ['/clusters', lab.name],
  ] as const
  for (const [path, name] of rest) {
    const found = (await api.get<Page<{ id: string; name: string }>>(`${path}?limit=500`)).items.find(one => one.name === name)
    if (found) await api.expect('DELETE', `${path}/${found.id}`)
  }
}
