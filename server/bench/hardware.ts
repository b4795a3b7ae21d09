import { VmSpec } from '@/server/contract/agent/vm'
import { buildDomain } from '@/server/domain/vm/xml/domain'
import { buildXml } from '@/server/domain/xml/build'
import { median, type Figure } from './figure'

const uuid = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`

/** A machine with something in each part. */
const fullMachine = (): VmSpec => VmSpec.parse({
  id: uuid(1), name: 'full', instanceId: uuid(2), generation: 1, memoryMiB: 8192, vcpus: 8, firmware: 'uefi', description: 'with everything',
  hardware: {
    firmware: { secureBoot: true }, cpu: { mode: 'custom', model: 'Skylake-Server', features: [{ name: 'avx', policy: 'require' }], maxVcpus: 16 },
    cpuTune: { shares: 1024, vcpuPins: Array.from({ length: 8 }, (_, vcpu) => ({ vcpu, cpus: String(vcpu) })), emulatorPin: '0-1' }, iothreads: 2,
    memory: { maxMiB: 32_768, hugePagesKiB: 2048, locked: true, devices: [{ sizeMiB: 1024 }] }, cdroms: [{ target: 'sda', path: '/srv/a.iso' }],
    graphics: { spice: {} }, video: { model: 'qxl', heads: 2 }, channels: { spiceAgent: true, others: ['org.example.a'] }, usb: { redirections: 2 },
    sound: { model: 'ich9' }, watchdog: {}, tpm: {}, panic: {}, vsock: {}, smbios: { mode: 'sysinfo', serial: 'A1' }, customProperties: { site: 'a' },
  },
  disks: Array.from({ length: 4 }, (_, at) => ({ id: uuid(10 + at), path: `/srv/${at}.qcow2`, format: 'qcow2', bus: 'virtio', target: `vd${'abcd'[at]}`, options: { iothread: 1, limits: { totalIops: 500 } } })),
  nics: Array.from({ length: 4 }, (_, at) => ({ id: uuid(20 + at), mac: `52:54:00:00:00:0${at}`, model: 'virtio', network: 'lan', options: { queues: 4 } })),
})

const [rounds, machines] = [15, 1000]

/** How fast XML is built, until it is the bytes that libvirt gets. Needs no instance. */
export async function benchHardware(): Promise<Figure[]> {
  const spec = fullMachine()
  const rate = (): number => {
    const from = performance.now()
    for (let made = 0; made < machines; made++) Buffer.from(buildXml(buildDomain(spec, 'kvm')))
    return machines / ((performance.now() - from) / 1000)
  }
  rate()
  const rates = Array.from({ length: rounds }, rate)
  // Nothing but the processor is measured: what others take of it is no part of the figure.
  return [{
    name: 'XML of full machines', value: Math.max(...rates), unit: '/s', limit: { at: 'least', value: 5000 },
    note: `8 pinned vCPUs, 4 disks, 4 cards and every device; fastest of ${rounds} × ${machines}, median ${median(rates).toFixed(0)}`,
  }]
}
