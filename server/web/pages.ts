import { Server } from 'node:http'
import next from 'next'
import { projectRoot } from '@/server/setup/root'
import type { Config } from './config'
import type { Handlers } from './server'

/** The pages and the REST API: Next with this process as its server. Built by `npm run build` unless in development. */
export async function openPages({ dev, address, port }: Config): Promise<Pick<Handlers, 'pages' | 'pagesUpgrade'>> {
  // Next hangs its own upgrade listener on the first request's server, which ends every WebSocket it does not know: the
  // consoles. So it gets a server that never listens; what is Next's comes through getUpgradeHandler.
  const app = next({ dev, dir: projectRoot, hostname: address, port, customServer: true, httpServer: new Server() })
  await app.prepare()
  const handle = app.getRequestHandler()
  return {
    pages: (request, response) => {
      handle(request, response).catch(() => response.destroy())
    },
    pagesUpgrade: dev ? app.getUpgradeHandler() : null,
  }
}
