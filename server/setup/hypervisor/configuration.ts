import { activeSettings } from '@/server/domain/host/qemu-conf'

/**
 * qemu.conf for a libvirtd that set-up itself starts on a machine without systemd (a container, a small VM): cgroups are not libvirt's to
 * manage there, so it is told to use none; disks in use are locked by virtlockd, unless the administrator has chosen; all else is as it was.
 * @param stock text of /etc/libvirt/qemu.conf, or '' @returns text of the file to use instead
 */
export function qemuConfiguration(stock: string): string {
  const kept = activeSettings(stock).filter(setting => setting.name !== 'cgroup_controllers')
  const locks = kept.some(({ name }) => name === 'lock_manager') ? [] : ['lock_manager = "lockd"']
  const ours = ['# Written by Atrium at each start of libvirtd; /etc/libvirt/qemu.conf itself is not changed.', ...kept.map(setting => setting.text)]
  return [...ours, ...locks, 'cgroup_controllers = [ ]', ''].join('\n')
}
