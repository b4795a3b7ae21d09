import { domstate, virsh } from '@/e2e/fixtures/virsh'
import type { BenchContext } from './context'
import { median, type Figure } from './figure'

const rounds = 7

/**
 * From the request to the moment at which a page that listens could show `up`, beside `virsh start` of the same definition;
 * turn by turn, so that both meet the same weather.
 */
export async function benchStart({ api, vmId }: BenchContext): Promise<Figure[]> {
  const changes = await api.changes()
  const [ours, theirs]: [number[], number[]] = [[], []]
  for (let round = 0; round < rounds; round++) {
    let began = performance.now()
    const { jobId } = await api.post<{ jobId: string }>(`/vms/${vmId}/start`)
    await changes.until('running on the stream', async () => (await api.vm(vmId)).status === 'up')
    ours.push(performance.now() - began)
    await api.succeeded(jobId)
    await api.act(vmId, 'poweroff')
    await api.status(vmId, 'down')

    began = performance.now()
    await virsh('start', vmId)
    theirs.push(performance.now() - began)
    if ((await domstate(vmId)) !== 'running') throw new Error('virsh start did not start it')
    await api.status(vmId, 'up')
    await virsh('destroy', vmId)
    await api.status(vmId, 'down')
  }
  const [own, foreign] = [median(ours), median(theirs)]
  return [
    { name: 'start: API until running is seen, over virsh start', value: own - foreign, unit: 'ms', limit: { at: 'most', value: 300 }, note: `median of ${rounds}: ${own.toFixed(0)} ms beside ${foreign.toFixed(0)} ms` },
    { name: 'start: ratio to virsh start', value: own / foreign, unit: '×', note: 'the same run' },
  ]
}
