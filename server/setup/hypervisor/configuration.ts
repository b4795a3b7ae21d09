/** One setting of qemu.conf, as its line or lines. */
interface Setting {
  name: string
  text: string
}

/**
 * qemu.conf for a libvirtd that set-up itself starts on a machine without systemd (a container, a small VM): cgroups are not libvirt's to
 * manage there, so it is told to use none; all else is as the administrator has it.
 * @param stock text of /etc/libvirt/qemu.conf, or '' @returns text of the file to use instead
 */
export function qemuConfiguration(stock: string): string {
  const kept = activeSettings(stock).filter(setting => setting.name !== 'cgroup_controllers')
  return ['# Written by Atrium at each start of libvirtd; /etc/libvirt/qemu.conf itself is not changed.', ...kept.map(setting => setting.text), 'cgroup_controllers = [ ]', ''].join('\n')
}

/** Settings that are not commented out; a list may run over several lines, up to its closing bracket. */
function activeSettings(text: string): Setting[] {
  return [...text.matchAll(/^[ \t]*([a-z_0-9]+)[ \t]*=[ \t]*(?:\[[^\]]*\]|[^\n]*)/gm)].map(match => ({ name: match[1] ?? '', text: match[0].trim() }))
}
