import type { HostRow } from '@/server/contract/api/infrastructure'
import type { VmRow } from '@/server/contract/api/vm'
import type { Api, Page } from '../fixtures/api'
import type { Lab } from './lab'

/** The manager forgets the lab's machines and hosts. Done while the hosts still run, because a machine is removed by its host. */
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
}
