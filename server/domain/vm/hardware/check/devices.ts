import type { HardwareWish } from '../check'
import { finding, twice } from '../finding'
import type { Verdict } from '../finding'
import { hostDeviceKey } from '../host-device'

const reserved = ['org.qemu.guest_agent.0', 'com.redhat.spice.0']

/** What needs USB, and what needs SPICE. */
const buses = ({ disks, hardware }: HardwareWish): Verdict[] => {
  const { usb, input, graphics, channels, smartcard, cdroms, sound, hostDevices } = hardware
  const usbUser = [
    input.tablet === 'usb' && 'The USB tablet', input.keyboard === 'usb' && 'The USB keyboard', usb.redirections > 0 && 'USB redirection',
    disks.some(({ bus }) => bus === 'usb') && 'A USB disk', cdroms.some(({ bus }) => bus === 'usb') && 'A USB CD drive', sound?.model === 'usb' && 'USB sound',
    hostDevices.some(({ type }) => type === 'usb') && 'A USB device of the host', smartcard !== null && 'The smart card reader',
  ].find(user => user !== false)
  const spiceUser = [
    channels.spiceAgent && 'The SPICE agent', usb.redirections > 0 && 'USB redirection', smartcard?.mode === 'client' && 'The client’s smart card',
  ].find(user => user !== false)
  return [
    usb.controller === 'none' && usbUser !== undefined && finding('hardware.usb.controller', 'usb_none', `${usbUser} needs a USB controller.`, { device: usbUser }),
    graphics.spice === null && spiceUser !== undefined && finding('hardware.graphics.spice', 'spice_none', `${spiceUser} works only with SPICE.`, { device: spiceUser }),
    usb.redirectionRules.length > 0 && usb.redirections === 0 &&
      finding('hardware.usb.redirectionRules', 'redirection_none', 'Rules for redirected USB devices need at least one redirection.'),
    usb.controller === 'none' && usb.redirections > 0 && finding('hardware.usb.redirections', 'usb_none', 'USB redirection needs a USB controller.'),
  ]
}

const nicRules = ({ nics }: HardwareWish): Verdict[] => nics.flatMap(({ model, options }, at) => [
  model !== 'virtio' && options.queues !== null && finding(`nics.${at}.options.queues`, 'nic_queues', `Only virtio cards have queues, not ${model}.`, { model }),
  model !== 'virtio' && options.driver !== 'auto' && finding(`nics.${at}.options.driver`, 'nic_driver', `vhost serves only virtio cards, not ${model}.`, { model }),
])

/** Rules of all other devices. */
export const checkDevices = (wish: HardwareWish): Verdict[] => {
  const { hardware } = wish
  const { serial, channels, tpm, watchdog, graphics, video, hostDevices, machine } = hardware
  const portless = serial.ports.findIndex(port => (port.type === 'file' || port.type === 'unix') && port.path === null)
  const device = twice(hostDevices.map(hostDeviceKey))
  const channel = channels.others.find(name => reserved.includes(name)) ?? twice(channels.others)
  return [
    ...buses(wish),
    ...nicRules(wish),
    serial.console === 'serial' && serial.ports.length === 0 && finding('hardware.serial.console', 'console_none', 'The console needs a serial port, or one of its own (virtio).'),
    portless >= 0 && finding(`hardware.serial.ports.${portless}.path`, 'serial_path', `Serial port ${portless + 1} needs the path of its file or socket.`, { port: portless + 1 }),
    channel !== undefined && finding('hardware.channels.others', 'channel_twice', `The channel ${channel} is there already.`, { channel }),
    tpm?.backend === 'emulator' && tpm.version === '1.2' && tpm.model === 'tpm-crb' && finding('hardware.tpm.model', 'tpm_crb', 'A TPM 1.2 has the interface tpm-tis.'),
    watchdog?.model === 'diag288' && finding('hardware.watchdog.model', 'watchdog_arch', 'The watchdog diag288 exists on IBM Z alone.'),
    graphics.vnc?.listen === 'network' && graphics.spice?.listen === 'network' && graphics.vnc.port !== null && graphics.vnc.port === graphics.spice.port &&
      finding('hardware.graphics.spice.port', 'port_twice', `VNC and SPICE cannot both have port ${graphics.vnc.port}.`, { port: graphics.vnc.port }),
    video.model === 'none' && (graphics.vnc !== null || graphics.spice !== null) &&
      finding('hardware.video.model', 'video_none', 'A screen server without a graphics card shows nothing: switch VNC and SPICE off too.'),
    video.heads > 1 && !['qxl', 'virtio'].includes(video.model) &&
      finding('hardware.video.heads', 'video_heads', `The graphics card ${video.model} has one head; qxl and virtio have more.`, { model: video.model }),
    hostDevices.some(each => each.type === 'mdev' && each.display) && graphics.vnc === null && graphics.spice === null &&
      finding('hardware.hostDevices', 'mdev_screen', 'A slice of a GPU is shown on the console only where there is one: VNC or SPICE.'),
    hardware.sound?.model === 'ich7' && finding('hardware.sound.model', 'sound_ich7', 'libvirt has no place for the sound card ich7: use ich6 or ich9.'),
    device !== undefined && finding('hardware.hostDevices', 'device_twice', `The host device ${device} is listed twice.`, { device }),
    machine.arch === 'aarch64' && hardware.panic !== null && finding('hardware.panic', 'panic_arch', 'ARM machines have no panic device.'),
  ]
}
