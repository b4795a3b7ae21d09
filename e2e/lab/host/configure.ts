import { existsSync } from 'node:fs'
import { cp, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { hostUuid, maxHosts } from '../address'
import type { LabHost } from '../lab'

type Setting = string | number | readonly string[]

/** libvirt's own configuration syntax (virConf): `name = value`, strings quoted, lists in brackets. */
const conf = (settings: Record<string, Setting>): string =>
  Object.entries(settings).map(([name, value]) => `${name} = ${Array.isArray(value) ? `[ ${value.map(one => JSON.stringify(one)).join(', ')} ]` : JSON.stringify(value)}\n`).join('')

/** A peer that is lost in the middle of a migration is noticed after 10 s, not 30. */
const keepalive = { keepalive_interval: 2, keepalive_count: 4 }

/** Writes everything that is private to a host. Repeatable: a host that was switched off comes back with the same identity. */
export async function configureHost(host: LabHost): Promise<void> {
  const { dir, lab, number } = host
  for (const folder of ['etc', 'etc/migration-tls', 'varlib', 'log', 'cache', 'agent']) await mkdir(join(dir, folder), { recursive: true })
  // Only libvirt's own defaults: machines and networks that this machine has defined are not this host's.
  await cp('/etc/libvirt/nwfilter', join(dir, 'etc', 'nwfilter'), { recursive: true })
  const write = (name: string, text: string): Promise<void> => writeFile(join(dir, name), text)
  const once = (name: string, text: string): Promise<void> => (existsSync(join(dir, name)) ? Promise.resolve() : write(name, text))
  // Written once: what its agent sets afterwards stays, as on any host.
  await once('etc/libvirtd.conf', conf({
    // Until it has a certificate (systemctl.sh).
    listen_tls: 0,
    listen_tcp: 1,
    listen_addr: host.address,
    auth_tcp: 'none',
    auth_unix_rw: 'none',
    unix_sock_rw_perms: '0700',
    host_uuid: hostUuid(lab.name, number),
    ...keepalive,
    log_outputs: '2:file:/var/log/libvirt/libvirtd.log',
  }))
  await once('etc/qemu.conf', conf({
    security_driver: 'none',
    user: 'root',
    group: 'root',
    dynamic_ownership: 0,
    remember_owner: 0,
    cgroup_controllers: [],
    namespaces: [],
    migration_address: '0.0.0.0',
    migration_host: host.address,
    lock_manager: 'lockd',
    ...keepalive,
    // Each host its own: the machine's /etc/pki would be that of all.
    migrate_tls_x509_cert_dir: '/etc/libvirt/migration-tls',
  }))
  // One lease file per disk, seen by every host: a second host that wants a disk in use is refused. All hosts must agree on this.
  const leases = join(lab.shared, 'lockd')
  await mkdir(leases, { recursive: true })
  await write('etc/qemu-lockd.conf', conf({ auto_disk_leases: 1, require_lease_for_disks: 1, file_lockspace_dir: leases }))
  await write('machine-id', `${hostUuid(lab.name, number).replaceAll('-', '')}\n`)
  // Names of all hosts and no name server: a resolver that cannot be reached costs libvirt 5-10 s in each start and migration.
  const names = Array.from({ length: maxHosts }, (_, index) => `${lab.net}.${index + 1} ${lab.name}-h${index + 1}\n`)
  await write('hosts', `127.0.0.1 localhost\n${names.join('')}`)
  await write('resolv.conf', '# no name server inside the lab\n')
}
