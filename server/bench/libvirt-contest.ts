import { connect } from '@/server/libvirt/facade/connect'
import { DomainStartFlag } from '@/server/libvirt/flags'
import { startDaemon } from '@/server/libvirt/testing/daemon'
import { ECHO_GUEST_XML, writeEchoGuest } from '@/server/libvirt/testing/echoGuest'
import { openBinding } from './libvirt-koffi'
import { measure, pairedRatio } from './libvirt-rounds'
import type { Contestant, Figure } from './libvirt-rounds'
import { virshBatch, virshPerProcess } from './libvirt-virsh'

/** Many short rounds: whatever else the machine does then hits all of them alike. */
const ROUNDS = 25
const CALLS = 1_000
/** koffi runs no more asynchronous calls than this at once. */
const KOFFI_IN_FLIGHT = 64
const TARGET_PIPELINED_US = 80

interface Verdict {
  readonly target: string
  readonly met: boolean
}

export interface LibvirtBench {
  readonly node: string
  readonly figures: readonly Figure[]
  readonly verdicts: readonly Verdict[]
}

/** GetInfo of a paused QEMU machine on a libvirtd of its own, asked in six ways. */
export async function benchLibvirt(): Promise<LibvirtBench> {
  await using daemon = await startDaemon()
  await writeEchoGuest(daemon.images)
  await using libvirt = await connect(daemon.socketPath)
  // Paused: it costs no CPU time, and libvirt does the same work for the answer.
  const domain = await libvirt.domain.createXml({ xml: ECHO_GUEST_XML, flags: DomainStartFlag.PAUSED })
  const uri = `qemu:///system?socket=${daemon.socketPath}`
  const binding = openBinding(uri, domain.name)
  const contestants: Contestant[] = [
    { name: 'atrium, one at a time', calls: CALLS, run: (calls) => oneAtATime(calls, () => libvirt.domain.info(domain)) },
    { name: 'atrium, pipelined', calls: CALLS, run: (calls) => inFlight(calls, calls, () => libvirt.domain.info(domain)) },
    { name: 'koffi, sync', calls: CALLS, run: async (calls) => repeat(calls, binding.infoSync) },
    { name: 'koffi, async one at a time', calls: CALLS, run: (calls) => oneAtATime(calls, binding.infoAsync) },
    { name: 'koffi, async in flight', calls: CALLS, run: (calls) => inFlight(calls, KOFFI_IN_FLIGHT, binding.infoAsync) },
    { name: 'virsh, one process', calls: 400, run: (calls) => virshBatch(uri, domain.name, calls) },
    { name: 'virsh, process per call', calls: 2, run: (calls) => virshPerProcess(uri, domain.name, calls) },
  ]
  const figures = await measure(contestants, ROUNDS)
  binding.close()
  return { node: process.version, figures, verdicts: judge(figures) }
}

function judge(figures: readonly Figure[]): Verdict[] {
  const of = (name: string): Figure => {
    const figure = figures.find((one) => one.name === name)
    if (!figure) throw new Error(`nobody measured ${name}`)
    return figure
  }
  const notSlower = (ours: string, theirs: string): Verdict => {
    const ratio = pairedRatio(of(ours), of(theirs))
    return { target: `${ours}: at most the time of ${theirs} (${ratio.toFixed(2)} x, round by round)`, met: ratio <= 1 }
  }
  const pipelined = of('atrium, pipelined').best
  const quick = `atrium, pipelined: at most ${TARGET_PIPELINED_US} µs a call (${pipelined.toFixed(1)} in the quietest round)`
  return [
    { target: quick, met: pipelined <= TARGET_PIPELINED_US },
    notSlower('atrium, one at a time', 'koffi, async one at a time'),
    notSlower('atrium, pipelined', 'koffi, async in flight'),
  ]
}

function repeat(calls: number, ask: () => void): void {
  for (let call = 0; call < calls; call++) ask()
}

async function oneAtATime(calls: number, ask: () => Promise<unknown>): Promise<void> {
  for (let call = 0; call < calls; call++) await ask()
}

async function inFlight(calls: number, width: number, ask: () => Promise<unknown>): Promise<void> {
  let left = calls
  const lane = async (): Promise<void> => {
    while (left-- > 0) await ask()
  }
  await Promise.all(Array.from({ length: width }, lane))
}
