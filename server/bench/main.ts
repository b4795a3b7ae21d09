// `npm run bench [-- main --json FILE --only live --only console]`: what Atrium promises in figures, each beside its rival in the same run.
import { writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { chromium } from '@playwright/test'
import { Api, type Page } from '@/e2e/fixtures/api'
import { newInstance, purge, purgeLeftovers, up } from '@/e2e/fixtures/instance'
import { chromiumOptions } from '@/e2e/fixtures/chromium'
import { namespaceVariable, QuietNetwork } from '@/e2e/fixtures/quiet-network'
import type { Cluster, Template } from '@/server/contract/api/infrastructure'
import { benchConsole } from './console'
import type { BenchContext } from './context'
import { keeps, table, type Figure } from './figure'
import { benchHardware } from './hardware'
import { benchLive } from './live'
import { benchMigration } from './migration'
import { benchPage } from './page'
import { benchResident } from './resident'
import { benchStart } from './start'
import { benchUpload } from './upload'

/** In this order: what the programs weigh is asked at the end of their day. */
const measurements: [title: string, measure: (context: BenchContext) => Promise<Figure[]>][] = [
  ['hardware', benchHardware],
  ['pages', benchPage],
  ['start', benchStart],
  ['live', benchLive],
  ['console', benchConsole],
  ['migration', benchMigration],
  ['upload', benchUpload],
  ['resident', benchResident],
]

async function measureAll(context: BenchContext, wanted: readonly string[]): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const [title, measure] of measurements.filter(([title]) => wanted.length === 0 || wanted.includes(title))) {
    console.error(`measuring: ${title} …`)
    const measured = await measure(context)
    // Shown at once, so that a later part that fails takes nothing along.
    console.log(table(measured))
    figures.push(...measured)
  }
  return figures
}

const { values } = parseArgs({ options: { json: { type: 'string' }, only: { type: 'string', multiple: true, default: [] } } })
await purgeLeftovers()
const instance = await newInstance('-bench')
try {
  await up(instance)
  const api = await Api.login(instance.url, instance.username, instance.password)
  const network = await QuietNetwork.open(instance.port)
  process.env[namespaceVariable] = network.namespace
  const browser = await chromium.launch(chromiumOptions)
  try {
    const [cluster] = (await api.get<Page<Cluster>>('/clusters')).items
    const tiny = (await api.get<Page<Template>>('/templates')).items.find(template => !template.blank)
    if (!cluster || !tiny) throw new Error('the instance has no cluster or no template')
    const vm = await api.createVm({ name: 'bench', clusterId: cluster.id, templateId: tiny.id, memoryMiB: 128, vcpus: 1 })
    const figures = await measureAll({ instance, api, vmId: vm.id, browser }, values.only)
    if (values.json) await writeFile(values.json, `${JSON.stringify(figures.map(figure => ({ ...figure, kept: keeps(figure) })), null, 2)}\n`)
    if (!figures.every(keeps)) process.exitCode = 1
  } finally {
    await browser.close()
    await network.close()
    await api.close()
  }
} finally {
  await purge(instance)
}
