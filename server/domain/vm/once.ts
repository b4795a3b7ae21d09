import type { z } from 'zod'
import type { VmSpec } from '@/server/contract/agent/vm'
import type { RunOnce } from '@/server/contract/api/run-once'
import type { Installation } from '@/server/contract/installation'
import type { OnceWish } from '@/server/contract/once-wish'
import { freeTarget } from './hardware/target'
import type { Finding } from './validate'

/** Long enough to reach for a key in a console that has just opened. */
const menuMs = 30_000

const withCd = ({ hardware: { cdroms, machine }, disks }: VmSpec, { path }: { path: string | null }): VmSpec['hardware']['cdroms'] => {
  const [first, ...others] = cdroms
  if (first) return [{ ...first, path }, ...others]
  const bus = machine.type === 'pc' ? 'ide' : 'sata'
  return [{ target: freeTarget(bus, disks.map(({ target }) => target)), bus, path, bootOrder: null }]
}

/** Places of single devices would take precedence over the order by kind. */
const unordered = <Device extends { options: { bootOrder: number | null } }>(devices: readonly Device[]): Device[] =>
  devices.map((device) => ({ ...device, options: { ...device.options, bootOrder: null } }))

/** The machine as it shall be for one run. */
export const onceSpec = (spec: VmSpec, { devices, cd, menu, kernel, endOnReboot }: OnceWish): VmSpec => {
  const { hardware } = spec
  const cdroms = cd ? withCd(spec, cd) : hardware.cdroms
  const boot = { ...hardware.boot, ...(devices ? { devices } : {}), ...(menu ? { menuTimeoutMs: menuMs } : {}), ...(kernel ? { kernel } : {}) }
  const lifecycle = endOnReboot ? { ...hardware.lifecycle, onReboot: 'destroy' as const } : hardware.lifecycle
  return {
    ...spec,
    hardware: { ...hardware, boot, lifecycle, cdroms: devices ? cdroms.map((each) => ({ ...each, bootOrder: null })) : cdroms },
    ...(devices ? { disks: unordered(spec.disks), nics: unordered(spec.nics) } : {}),
  }
}

/** Where the fetched kernel and initrd of a machine lie. */
export const installerPaths = (storagePath: string, vmId: string) => ({ kernel: `${storagePath}/images/${vmId}-kernel`, initrd: `${storagePath}/images/${vmId}-initrd` })

/** What the start that begins an installation boots. */
export const installationWish = (installation: Installation, vmId: string): OnceWish => {
  const nothing = { cd: null, menu: false, kernel: null }
  if (installation.type === 'pxe') return { ...nothing, devices: ['network', 'hd'], endOnReboot: true }
  const { kernel, initrd } = installerPaths(installation.storagePath, vmId)
  return { ...nothing, devices: null, kernel: { path: kernel, initrd, commandLine: installation.commandLine }, endOnReboot: true }
}

const finding = (field: string, code: string, text: string): Finding => ({ field, code, params: {}, text })

/** What contradicts the machine in a wish to run it once. */
export const checkOnce = (
  { boot = [], cd, kernel, installer }: z.output<typeof RunOnce>,
  vm: { disks: number; nics: number; cdroms: number; installation: boolean },
): Finding[] => [
  ...(boot.includes('cdrom') && vm.cdroms === 0 && !cd ? [finding('cd', 'once_no_cd', 'There is no CD to boot from: choose an image.')] : []),
  ...(boot.includes('hd') && vm.disks === 0 ? [finding('boot', 'once_no_disk', 'The machine has no disk to boot from.')] : []),
  ...(boot.includes('network') && vm.nics === 0 ? [finding('boot', 'once_no_nic', 'The machine has no network card to boot from.')] : []),
  ...(new Set(boot).size < boot.length ? [finding('boot', 'once_twice', 'Each boot device can be named once.')] : []),
  ...(installer && !vm.installation ? [finding('installer', 'once_no_installer', 'The machine was not made from a network tree.')] : []),
  ...(installer && kernel ? [finding('kernel', 'once_two_kernels', 'Either the installer or another kernel can be booted.')] : []),
]
