import next from 'next'
import { projectRoot } from '@/server/setup/root'
import type { Config } from './config'
import type { Handlers } from './server'

/** The pages and the REST API: Next with this process as its server. Built by `npm run build` unless in development. */
export async function openPages({ dev, address, port }: Config): Promise<Pick<Handlers, 'pages' | 'pagesUpgrade'>> {
  const app = next({ dev, dir: projectRoot, hostname: address, port, customServer: true })
  await app.prepare()
  const handle = app.getRequestHandler()
  return {
    pages: (request, response) => {
      handle(request, response).catch(() => response.destroy())
    },
    pagesUpgrade: dev ? app.getUpgradeHandler() : null,
  }
}
