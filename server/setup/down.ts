// npm run down [-- --purge]: stops manager, agent and database of an instance; machines and libvirtd keep running.
// --purge also removes the instance's machines, disks, networks, database and data folder: all that `up` made, and nothing else.
import { access } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { networksOf, purgeDaemons, purgeData, purgeLibvirt } from './down/purge'
import { unregisterInstance } from './hypervisor/instances'
import { stopPostgres } from './postgres/stop'
import { SetupProblem } from './problem'
import { toTerminal } from './report'
import { endSupervised } from './supervise/control'
import { readInstance } from './up/instance'
import { dataDirOf } from './up/options'
import { placesOf } from './up/places'

async function down(purge: boolean): Promise<void> {
  const places = placesOf(dataDirOf(process.env))
  if (!(await access(places.run).then(() => true, () => false))) {
    console.log(`Nothing to stop: ${places.dataDir} holds no Atrium.`)
    return
  }
  const instance = await readInstance(places)
  const networks = purge ? await networksOf(places, instance, toTerminal) : []
  const ended = await endSupervised(places.run)
  // One that no supervisor kept, after a crash in the middle of `up`.
  if (await stopPostgres(places.postgres)) ended.push('database')
  console.log(ended.length ? `stopped: ${[...new Set(ended)].join(', ')}` : 'nothing was running')
  if (!purge) return
  const others = await unregisterInstance(places.dataDir)
  await purgeLibvirt(instance, networks, others, toTerminal)
  await purgeDaemons(others, toTerminal)
  if (instance.databaseUrl) console.log('the database of DATABASE_URL is left as it is')
  await purgeData(places, toTerminal)
}

try {
  const { values } = parseArgs({ options: { purge: { type: 'boolean', default: false } } })
  await down(values.purge)
} catch (error) {
  const usage = (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS')
  console.error(usage ? 'usage: npm run down [-- --purge]' : error instanceof SetupProblem ? error.message : error)
  process.exitCode = 1
}
