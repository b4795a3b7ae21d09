import { openAs } from '@/e2e/fixtures/portal'
import { virsh } from '@/e2e/fixtures/virsh'
import type { BenchContext } from './context'
import { median, percentile, type Figure } from './figure'

const rounds = 20

/** How long until a suspend or resume behind Atrium's back is on the stream, and on an open page. The clock starts before virsh does. */
export async function benchLive({ api, browser, instance, vmId }: BenchContext): Promise<Figure[]> {
  await api.act(vmId, 'start')
  await api.status(vmId, 'up')
  const page = await openAs(browser, instance)
  await page.goto(`${instance.url}/vms/${vmId}`)
  const word = page.getByText(/^(Up|Paused)$/).first()
  await word.waitFor()
  const changes = await api.changes()
  const [stream, screen, alone]: [number[], number[], number[]] = [[], [], []]
  for (let round = 0; round < rounds; round++) {
    const [command, status, shown] = round % 2 === 0 ? (['suspend', 'paused', 'Paused'] as const) : (['resume', 'up', 'Up'] as const)
    // Both clocks are this machine's: the page notes the time at which the word changed, to the frame.
    const seen = page.evaluate(text => new Promise<number>(resolve => {
      const look = (): void => {
        if ([...document.querySelectorAll('main *')].some(one => one.childElementCount === 0 && one.textContent === text)) resolve(Date.now())
        else requestAnimationFrame(look)
      }
      look()
    }), shown)
    const [began, beganDate] = [performance.now(), Date.now()]
    const told = changes.until(status, async () => (await api.vm(vmId)).status === status).then(() => performance.now())
    await virsh(command, vmId)
    alone.push(performance.now() - began)
    stream.push((await told) - began)
    screen.push((await seen) - beganDate)
  }
  await page.context().close()
  await api.act(vmId, 'poweroff')
  await api.status(vmId, 'down')
  const beside = `virsh itself takes ${median(alone).toFixed(0)} ms of it, ${percentile(alone, 0.95).toFixed(0)} at p95`
  return [
    { name: 'virsh suspend seen on the stream, p50', value: median(stream), unit: 'ms', note: beside },
    { name: 'virsh suspend seen on the stream, p95', value: percentile(stream, 0.95), unit: 'ms', limit: { at: 'most', value: 500 }, note: `${rounds} changes` },
    { name: 'virsh suspend seen on an open page, p95', value: percentile(screen, 0.95), unit: 'ms', limit: { at: 'most', value: 500 }, note: `${rounds} changes; p50 ${median(screen).toFixed(0)} ms` },
  ]
}
