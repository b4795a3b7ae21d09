import { describe, expect, it } from 'vitest'
import { isWholeDisk, parseBootMs, parseCpuTicks, parseDiskBytes, parseLoadAverage, parseNetBytes, parseStartMs } from './proc'
import type { HostCounters } from './proc'
import { hostSample, perSecond, vmSample } from './rates'
import { vmCounters } from './vm-counters'

const stats = {
  'state.state': 1,
  'cpu.time': 5_000_000_000n,
  'vcpu.current': 2,
  'balloon.available': 2_000_000,
  'balloon.usable': 1_500_000,
  'balloon.unused': 100,
  'balloon.rss': 524_288n,
  'net.count': 2,
  'net.0.rx.bytes': 100n,
  'net.0.tx.bytes': 10,
  'net.1.rx.bytes': 5,
  'block.count': 1,
  'block.0.name': 'vda',
  'block.0.rd.bytes': 4096n,
  'block.0.wr.bytes': 8192n,
}

describe('counters of a machine', () => {
  it('are summed over disks and cards', () => {
    expect(vmCounters(stats, 1)).toEqual({
      at: 1,
      cpuNs: 5e9,
      delayNs: 0,
      vcpus: 2,
      memoryUsedMiB: 488,
      memoryRssMiB: 512,
      diskReadBytes: 4096,
      diskWriteBytes: 8192,
      netRxBytes: 105,
      netTxBytes: 10,
    })
  })
  it('know no guest memory without a balloon driver', () => {
    expect(vmCounters({ 'balloon.current': 1024 }, 1)).toMatchObject({ memoryUsedMiB: null, memoryRssMiB: null, cpuNs: 0, vcpus: 1, netRxBytes: 0 })
  })
})

describe('rates', () => {
  it('are per second, and nothing after a reset or within no time', () => {
    expect([perSecond(100, 1100, 10_000), perSecond(1100, 100, 10_000), perSecond(0, 100, 0)]).toEqual([100, 0, 0])
  })

  it('of a machine between two readings', () => {
    const before = vmCounters(stats, 0)
    const after = { ...before, at: 10_000, cpuNs: before.cpuNs + 5e9, diskWriteBytes: before.diskWriteBytes + 1_000_000, netRxBytes: 0 }
    expect(vmSample('id', before, after)).toMatchObject({
      vmId: 'id',
      at: 10_000,
      cpuPercent: 25,
      diskWriteBps: 100_000,
      diskReadBps: 0,
      netRxBps: 0,
      memoryUsedMiB: 488,
    })
    expect(vmSample('id', null, after)).toMatchObject({ cpuPercent: 0, diskWriteBps: 0 })
    expect(vmSample('id', before, { ...after, cpuNs: before.cpuNs + 1e12 }).cpuPercent).toBe(100)
  })

  it('of the host', () => {
    const before: HostCounters = { at: 0, cpuBusy: 100, cpuTotal: 1000, netRxBytes: 0, netTxBytes: 0, diskReadBytes: 0, diskWriteBytes: 0 }
    const gauges = { memoryUsedMiB: 5, swapUsedMiB: 0, loadAverage: 0.5 }
    const after = { ...before, at: 2000, cpuBusy: 150, cpuTotal: 1200, diskReadBytes: 512, netTxBytes: 4000 }
    expect(hostSample(before, after, gauges)).toEqual({ at: 2000, cpuPercent: 25, ...gauges, netRxBps: 0, netTxBps: 2000, diskReadBps: 256, diskWriteBps: 0 })
    expect(hostSample(null, after, gauges).cpuPercent).toBe(0)
  })
})

describe('/proc', () => {
  it('processor ticks, waiting counted as idle and guests not twice', () => {
    expect(parseCpuTicks('cpu  21710 0 14693 264848 986 0 257 46 500 0\ncpu0 1 1\n')).toEqual({ cpuBusy: 36_706, cpuTotal: 302_540 })
  })
  it('bytes of the host’s own links', () => {
    const dev =
      'Inter-|   Receive  |  Transmit\n face |bytes packets|bytes\n    lo:  652608 2810 0 0 0 0 0 0 652608 2810 0 0 0 0 0 0\n  eth0: 1725832252 42144 0 0 0 0 0 0 2810930 23807 0 0 0 0 0 0\n vnet0: 9 9 0 0 0 0 0 0 9 9 0 0 0 0 0 0\n'
    expect(parseNetBytes(dev)).toEqual({ netRxBytes: 1_725_832_252, netTxBytes: 2_810_930 })
  })
  it('bytes of whole disks', () => {
    const diskstats = ' 254 0 vda 113909 40098 4533330 30924 51296 263263 10035856 51484 0 22048 89505\n 254 1 vda1 1 1 999 1 1 1 999 1 0 1 1\n'
    expect(parseDiskBytes(diskstats, ['vda'])).toEqual({ diskReadBytes: 4_533_330 * 512, diskWriteBytes: 10_035_856 * 512 })
    expect(['vda', 'nvme0n1', 'loop0', 'zram0', 'dm-0', 'sr0'].filter(isWholeDisk)).toEqual(['vda', 'nvme0n1'])
  })
  it('start of a process whose name is hostile', () => {
    const stat = '4242 (a) R 1 (x y) S 1 4242 4242 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 123456 999 111'
    expect(parseStartMs(stat)).toBe(1_234_560)
    expect(parseBootMs('cpu 1\nbtime 1700000000\nprocesses 1\n')).toBe(1_700_000_000_000)
    expect(parseLoadAverage('0.52 0.58 0.59 1/389 12345\n')).toBe(0.52)
  })
})
