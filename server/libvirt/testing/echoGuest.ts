import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { bytes } from './hex'

/** What the guest says on its serial port when it starts. */
export const GREETING = 'echo guest'

// A boot sector for a PC: says the greeting on COM1 and then gives back every byte it gets.
const CODE = `
  31c0      xor ax,ax
  8ed8      mov ds,ax
  be407c    mov si,0x7c40       ; the greeting
  ac        next: lodsb
  84c0      test al,al
  7405      jz echo
  e81300    call putc
  ebf6      jmp next
  bafd03    echo: mov dx,0x3fd  ; line status
  ec        wait: in al,dx
  a801      test al,1           ; a byte is there
  74fb      jz wait
  baf803    mov dx,0x3f8        ; data
  ec        in al,dx
  e80200    call putc
  ebef      jmp echo
  88c4      putc: mov ah,al
  bafd03    mov dx,0x3fd
  ec        full: in al,dx
  a820      test al,0x20        ; room for a byte
  74fb      jz full
  baf803    mov dx,0x3f8
  88e0      mov al,ah
  ee        out dx,al
  c3        ret`

const SECTOR_BYTES = 512
// A disk of one sector is too small for SeaBIOS.
export const ECHO_DISK_BYTES = 1024 * 1024
const GREETING_AT = 0x40

function disk(): Buffer {
  const image = Buffer.alloc(ECHO_DISK_BYTES)
  const machineCode = CODE.split('\n').map((line) => /^ {2}([0-9a-f]+) /.exec(line)?.[1] ?? '')
  bytes(machineCode.join('')).copy(image)
  image.write(`${GREETING}\r\n\0`, GREETING_AT, 'latin1')
  image.writeUInt16LE(0xaa55, SECTOR_BYTES - 2)
  return image
}

/** Puts the guest's disk into a daemon's images folder; ECHO_GUEST_XML then starts it. */
export async function writeEchoGuest(images: string): Promise<void> {
  await writeFile(join(images, 'echo.img'), disk())
}

export const ECHO_GUEST_UUID = '0ec40000-1111-4222-8333-444455556666'

export const ECHO_GUEST_XML = `
<domain type='qemu'>
  <name>echo</name>
  <uuid>0ec40000-1111-4222-8333-444455556666</uuid>
  <memory unit='MiB'>32</memory>
  <vcpu current='1'>2</vcpu>
  <os><type arch='x86_64' machine='pc'>hvm</type><boot dev='hd'/></os>
  <features><acpi/></features>
  <on_poweroff>destroy</on_poweroff>
  <devices>
    <emulator>/usr/bin/qemu-system-x86_64</emulator>
    <disk type='file' device='disk'>
      <driver name='qemu' type='raw'/>
      <source file='/var/lib/libvirt/images/echo.img'/>
      <target dev='vda' bus='virtio'/>
    </disk>
    <disk type='file' device='cdrom'><target dev='sda' bus='sata'/><readonly/></disk>
    <controller type='pci' index='0' model='pci-root'/>
    <serial type='pty'/>
    <channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0'/></channel>
    <graphics type='vnc'><listen type='socket'/></graphics>
    <video><model type='vga'/></video>
    <memballoon model='virtio'/>
  </devices>
</domain>`
