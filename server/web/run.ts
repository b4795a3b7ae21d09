import { readFile } from 'node:fs/promises'
import type { Logger } from 'pino'
import { openGateway } from '@/server/consoles/gateway'
import type { Credentials } from '@/server/domain/pki/certificate'
import { closeDb, db } from '@/server/store/db'
import { readInstance } from '@/server/store/instance'
import { ownCertificate } from './certificate'
import { serveChanges } from './changes'
import { ConfigError, type Config } from './config'
import { keepEngine } from './engine'
import { createHub } from './hub'
import { openPages } from './pages'
import { close, createWebServer, listen } from './server'
import { serveUploadData } from './upload-data'
import { serveImageData } from './image-data'

export interface Running {
  stop: () => Promise<void>
}

async function certificateOf({ tls, address, databaseUrl }: Config): Promise<Credentials | null> {
  if (tls.kind === 'none') return null
  if (tls.kind === 'given') {
    const read = (file: string) =>
      readFile(file, 'utf8').catch((error: Error) => {
        throw new ConfigError(`The TLS file ${file} can't be read: ${error.message}`)
      })
    return { certificate: await read(tls.certificate), key: await read(tls.key) }
  }
  const readCa = async () => {
    const instance = await readInstance(db(databaseUrl))
    if (!instance) throw new ConfigError('A certificate can only be made after the first set-up (npm run up, or manager init).')
    return instance.ca
  }
  return ownCertificate(tls.folder, address, readCa, Date.now())
}

async function runWeb(config: Config, log: Logger): Promise<Running> {
  const database = db(config.databaseUrl)
  const hub = createHub(config.databaseUrl, log)
  const changes = serveChanges({ db: database, hub })
  const gateway = openGateway({ db: database, hub, log })
  const pages = await openPages(config)
  const server = createWebServer({ changes: changes.handle, transfers: [serveUploadData({ db: database, log }), serveImageData({ db: database, log })], console: gateway.upgrade, ...pages }, await certificateOf(config), config.dev)
  await listen(server, config)
  log.info({ address: config.address, port: config.port, tls: config.tls.kind }, 'The pages are served.')
  return {
    stop: async () => {
      changes.stop()
      await Promise.all([close(server), hub.stop(), gateway.stop()])
    },
  }
}

/** Starts the parts that this process has a role for, and returns how to stop them in order. */
export async function run(config: Config, log: Logger): Promise<Running> {
  const web = config.roles.web ? await runWeb(config, log) : null
  const engine = config.roles.engine ? keepEngine(config.databaseUrl, log.child({ part: 'engine' })) : null
  return {
    stop: async () => {
      await Promise.all([web?.stop(), engine?.stop()])
      await closeDb(config.databaseUrl)
    },
  }
}
