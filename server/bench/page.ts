import { gzipSync } from 'node:zlib'
import { openAs } from '@/e2e/fixtures/portal'
import type { BenchContext } from './context'
import type { Figure } from './figure'

/** JavaScript that a page loads until the network is quiet, each file gzipped by itself, in kB of 1,000 bytes. */
async function scriptKb({ browser, instance }: BenchContext, path: string): Promise<number> {
  const page = await openAs(browser, instance)
  const sizes: Promise<number>[] = []
  page.on('response', response => {
    if (response.request().resourceType() === 'script') sizes.push(response.body().then(body => gzipSync(body, { level: 9 }).length))
  })
  // The change stream never ends, so "network idle" never comes: the page is there when its heading is.
  await page.goto(instance.url + path)
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  await page.waitForLoadState('load')
  const total = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
  await page.context().close()
  return total / 1000
}

export async function benchPage(context: BenchContext): Promise<Figure[]> {
  const limit = { at: 'most', value: 260 } as const
  return [
    { name: 'first page: JavaScript', value: await scriptKb(context, '/'), unit: 'kB', limit, note: 'gzip, dashboard after log in' },
    { name: 'list of machines: JavaScript', value: await scriptKb(context, '/vms'), unit: 'kB', limit, note: 'gzip' },
    { name: 'a machine: JavaScript', value: await scriptKb(context, `/vms/${context.vmId}`), unit: 'kB', limit, note: 'gzip' },
    { name: 'its console: JavaScript', value: await scriptKb(context, `/vms/${context.vmId}?tab=console`), unit: 'kB', limit, note: 'gzip' },
  ]
}
