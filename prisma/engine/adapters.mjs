import { ColumnTypeEnum } from '@prisma/driver-adapter-utils'
import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'

/**
 * How the schema engine reaches databases: PostgreSQL by URL, anything else in memory. The shadow database, which `migrate dev` replays all
 * migrations on, is always in memory: it never touches a server. (adapter-pg's own connectToShadowDb replays them on the MAIN database.)
 */
export function adapterFactory(url) {
  return {
    provider: 'postgres',
    adapterName: 'schema-engine',
    connect: () => (url.startsWith('postgres') ? postgres(url) : memory()),
    connectToShadowDb: () => memory(),
  }
}

async function memory() {
  const { PrismaPGlite } = await import('pglite-prisma-adapter')
  const { PGlite } = await import('@electric-sql/pglite')
  const database = await PGlite.create('memory://')
  const adapter = await new PrismaPGlite(database).connect()
  // The adapter's own does not wait for the script, so its errors would be lost.
  adapter.executeScript = async script => void (await database.exec(script))
  adapter.dispose = () => database.close()
  return adapter
}

// adapter-pg refuses columns of type "char" (OID 18, text is 25), which the system catalogue uses: they are fetched as text under a marked
// name and presented as Character.
const mark = '\u0001char'
const [charOid, textOid] = [18, 25]

class CatalogPool extends pg.Pool {
  async query(...args) {
    const result = await super.query(...args)
    for (const field of result?.fields ?? []) {
      if (field.dataTypeID !== charOid) continue
      field.dataTypeID = textOid
      field.name += mark
    }
    return result
  }
}

async function postgres(connectionString) {
  const pool = new CatalogPool({ connectionString })
  const adapter = await new PrismaPg(pool, { disposeExternalPool: true }).connect()
  // The adapter's own cuts a script at every semicolon, also in comments and function bodies.
  adapter.executeScript = async script => void (await pool.query(script))
  const queryRaw = adapter.queryRaw.bind(adapter)
  adapter.queryRaw = async query => unmark(await queryRaw(query))
  return adapter
}

function unmark(result) {
  result.columnNames.forEach((name, column) => {
    if (!name.endsWith(mark)) return
    result.columnNames[column] = name.slice(0, -mark.length)
    result.columnTypes[column] = ColumnTypeEnum.Character
  })
  return result
}
