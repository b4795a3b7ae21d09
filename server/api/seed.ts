import { randomUUID } from 'node:crypto'
import type { Db } from '@/server/store/db'

export interface Seeded {
  datacenter: string
  cluster: string
  host: string
  storageDomain: string
  network: string
  template: string
  /** A machine that is down, and one that is up on the host. */
  vm: string
  running: string
  job: string
  /** Of the machine that is up. */
  disk: string
}

/** One object of each kind, for tests. */
export async function seed(db: Db): Promise<Seeded> {
  const id = () => randomUUID()
  const s: Seeded = { datacenter: id(), cluster: id(), host: id(), storageDomain: id(), network: id(), template: id(), vm: id(), running: id(), job: id(), disk: id() }
  const facts = {
    cpu: { model: 'Test CPU', count: 8 },
    memoryMiB: 16_384,
    acceleration: { kvm: false },
    checks: [
      { level: 'warn', text: 'w', hint: '' },
      { level: 'pass', text: 'p', hint: '' },
    ],
  }
  await db.datacenter.create({ data: { id: s.datacenter, name: 'Default' } })
  await db.cluster.create({ data: { id: s.cluster, name: 'Default', datacenterId: s.datacenter } })
  await db.host.create({ data: { id: s.host, name: 'h1', clusterId: s.cluster, address: '127.0.0.1:1', status: 'up', libvirt: 'up', facts } })
  await db.storageDomain.create({
    data: { id: s.storageDomain, name: 'local', datacenterId: s.datacenter, path: '/srv/local', status: 'active', capacityMiB: 1000, freeMiB: 500 },
  })
  await db.network.create({ data: { id: s.network, name: 'nat', datacenterId: s.datacenter } })
  await db.template.create({ data: { id: s.template, name: 'Blank', datacenterId: s.datacenter, blank: true, memoryMiB: 512 } })
  await db.vm.create({ data: { id: s.vm, name: 'web1', clusterId: s.cluster, memoryMiB: 1024, vcpus: 1 } })
  await db.vm.create({
    data: { id: s.running, name: 'web2', clusterId: s.cluster, hostId: s.host, memoryMiB: 2048, vcpus: 2, status: 'up', observedState: 'running' },
  })
  await db.nic.create({ data: { vmId: s.running, mac: '52:54:00:00:00:01', networkId: s.network } })
  await db.disk.create({
    data: { id: s.disk, vmId: s.running, storageDomainId: s.storageDomain, name: 'd', path: '/srv/local/images/d.qcow2', format: 'qcow2', sizeMiB: 300 },
  })
  await db.job.create({
    data: { id: s.job, kind: 'vm.start', state: 'succeeded', input: {}, subjectType: 'vm', subjectId: s.vm, subjectName: 'web1', endedAt: new Date() },
  })
  return s
}
