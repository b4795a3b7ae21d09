import { PrismaPg } from '@prisma/adapter-pg'
import { type Prisma, PrismaClient } from './generated/client'

export type Db = PrismaClient
/** A transaction: what every write function takes, so that intent, audit and job are written together or not at all. */
export type Tx = Prisma.TransactionClient

const clients = new Map<string, PrismaClient>()

/**
 * One client per database URL and process. Tests pass their own URL; the program takes DATABASE_URL.
 * Pool of 8: route handlers are short, and the engine's steps hold no connection while they wait for a host.
 * A transaction may wait 20 s for its turn (ms below): a rush of many commands at once gets slow, not refused.
 */
export function db(url = process.env.DATABASE_URL): Db {
  if (!url) throw new Error('DATABASE_URL is not set')
  let client = clients.get(url)
  if (!client) {
    client = new PrismaClient({
      adapter: new PrismaPg({ connectionString: url, max: 8, connectionTimeoutMillis: 5_000 }),
      transactionOptions: { maxWait: 20_000, timeout: 20_000 },
    })
    clients.set(url, client)
  }
  return client
}

export async function closeDb(url = process.env.DATABASE_URL): Promise<void> {
  if (!url) return
  await clients.get(url)?.$disconnect()
  clients.delete(url)
}
