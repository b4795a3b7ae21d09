import type { HardwareWish } from '../check'
import { finding, twice } from '../finding'
import type { Verdict } from '../finding'

/** What libvirt refuses with QEMU (qemu_validate.c), or its schema everywhere. */
const refusedTicks: Readonly<Partial<Record<string, readonly string[]>>> = {
  rtc: ['merge', 'discard'], pit: ['merge'], kvmclock: ['delay', 'catchup', 'merge', 'discard'], hypervclock: ['delay', 'catchup', 'merge', 'discard'],
}

const timers = ({ hardware: { clock } }: HardwareWish): Verdict[] => {
  const name = twice(clock.timers.map(timer => timer.name))
  const catchup = clock.timers.find(timer => timer.catchup !== null && timer.tickPolicy !== 'catchup')
  const frequency = clock.timers.find(timer => timer.frequencyHz !== null && timer.name !== 'tsc')
  const track = clock.timers.find(timer => timer.track !== null && timer.name !== 'rtc' && timer.name !== 'platform')
  const foreign = clock.timers.find(timer => timer.name === 'platform')
  const policy = clock.timers.find(({ name, tickPolicy }) => tickPolicy !== null && (refusedTicks[name] ?? []).includes(tickPolicy))
  const booted = clock.timers.find(timer => timer.name === 'rtc' && timer.track === 'boot')
  const field = 'hardware.clock.timers'
  return [
    foreign !== undefined && finding(field, 'timer_foreign', `QEMU has no timer ${foreign.name}: that is Xen’s.`, { name: foreign.name }),
    policy !== undefined && finding(field, 'timer_policy', `The timer ${policy.name} does not know the tick policy “${policy.tickPolicy}”.`, { name: policy.name, policy: policy.tickPolicy ?? '' }),
    booted !== undefined && finding(field, 'timer_boot', 'With QEMU the rtc follows the guest or the wall clock, not the time since boot.'),
    name !== undefined && finding(field, 'timer_twice', `The timer ${name} is listed twice.`, { name }),
    catchup !== undefined && finding(field, 'timer_catchup', `Limits for catching up need the tick policy “catchup” on timer ${catchup.name}.`, { name: catchup.name }),
    frequency !== undefined && finding(field, 'timer_frequency', `Only the timer tsc has a frequency, not ${frequency.name}.`, { name: frequency.name }),
    track !== undefined && finding(field, 'timer_track', `Only the timers rtc and platform follow a clock, not ${track.name}.`, { name: track.name }),
  ]
}

/** What the hypervisor is to do by itself: not all words of libvirt are QEMU's (qemuValidateLifecycleAction). */
const actions = ({ hardware: { lifecycle } }: HardwareWish): Verdict[] => {
  const { onPoweroff, onReboot, onCrash } = lifecycle
  const given = { onPoweroff, onReboot, onCrash }
  const refused = (Object.keys(given) as (keyof typeof given)[]).find(on => given[on] === 'rename-restart' || (given[on] === 'preserve' && on !== 'onCrash'))
  return [
    refused !== undefined && finding(`hardware.lifecycle.${refused}`, 'lifecycle_action', `QEMU cannot do “${given[refused]}” here.`, { action: given[refused] }),
    onPoweroff === 'restart' && onReboot === 'destroy' &&
      finding('hardware.lifecycle.onReboot', 'lifecycle_pair', 'A machine that restarts when it is switched off cannot end when it reboots.'),
  ]
}

/** Rules of machine type, firmware, clock, boot and identity. */
export const checkPlatform = (wish: HardwareWish): Verdict[] => {
  const { firmware, disks, hardware } = wish
  const { machine, firmware: details, features, clock, smbios, boot, cdroms } = hardware
  const ide = disks.some(({ bus }) => bus === 'ide') || cdroms.some(({ bus }) => bus === 'ide')
  const named = [smbios.manufacturer, smbios.product, smbios.version, smbios.serial, smbios.sku, smbios.family].some(entry => entry !== '')
  return [
    machine.arch === 'aarch64' && !['auto', 'virt'].includes(machine.type) &&
      finding('hardware.machine.type', 'machine_arch', `ARM machines are of type virt, not ${machine.type}.`, { type: machine.type }),
    machine.arch === 'x86_64' && machine.type === 'virt' && finding('hardware.machine.type', 'machine_arch', 'The type virt is for ARM machines.'),
    features.gic !== null && machine.arch !== 'aarch64' && finding('hardware.features.gic', 'gic_arch', 'Only ARM machines have a GIC.'),
    ide && machine.type !== 'auto' && machine.type !== 'pc' &&
      finding('hardware.machine.type', 'machine_ide', `A machine of type ${machine.type} has no IDE controller: use SATA, or the type pc.`, { type: machine.type }),
    details.secureBoot && firmware !== 'uefi' && finding('hardware.firmware.secureBoot', 'secure_boot_bios', 'Secure Boot needs UEFI.'),
    details.secureBoot && (machine.type === 'pc' || ide) && finding('hardware.firmware.secureBoot', 'secure_boot_pc', 'Secure Boot needs the machine type q35.'),
    details.secureBoot && details.loader !== null &&
      finding('hardware.firmware.secureBoot', 'secure_boot_loader', 'With a firmware image of your own, Secure Boot is a property of that image.'),
    details.nvram !== null && (details.loader === null || firmware !== 'uefi') &&
      finding('hardware.firmware.nvram', 'nvram_loader', 'An NVRAM file belongs to a UEFI image of your own: give its path too.'),
    clock.offset === 'timezone' && clock.timezone === '' && finding('hardware.clock.timezone', 'timezone_empty', 'Choose the time zone.'),
    firmware === 'uefi' && !features.acpi && machine.arch === 'x86_64' && finding('hardware.features.acpi', 'uefi_acpi', 'UEFI needs ACPI.'),
    ...actions(wish),
    ...timers(wish),
    named && smbios.mode !== 'sysinfo' && finding('hardware.smbios.mode', 'smbios_mode', 'Names for the guest’s system information need the mode “sysinfo”.'),
    twice(boot.devices) !== undefined && finding('hardware.boot.devices', 'boot_twice', 'A kind of boot device is listed twice.'),
  ]
}
