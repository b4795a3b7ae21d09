import { mkdir } from 'node:fs/promises'
import { powerOn } from './host/power'
import { labHost, openLab, type Lab, type LabHost } from './lab'
import { ensureSwitch } from './switch'

/** Makes the lab's switch and switches hosts 1 … `count` on, side by side. Hosts that run are left alone. */
export async function raiseHosts(name: string, dir: string, count: number): Promise<{ lab: Lab; hosts: LabHost[] }> {
  const lab = await openLab(name, dir)
  await mkdir(lab.shared, { recursive: true })
  await ensureSwitch(lab)
  const hosts = Array.from({ length: count }, (_, index) => labHost(lab, index + 1))
  await Promise.all(hosts.map(powerOn))
  return { lab, hosts }
}
