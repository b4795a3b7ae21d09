#!/usr/bin/env node
// Stands in for Prisma's native schema engine, so that `npm run migration` needs no download: it speaks the engine's JSON-RPC on its standard
// input and output and does the work with @prisma/schema-engine-wasm over a driver adapter. For contributors only; the product applies its
// migration files by itself (server/setup/migrate.ts). PRISMA_SCHEMA_ENGINE_BINARY names this file.
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'
import { readArguments } from './engine/arguments.mjs'
import { adapterFactory } from './engine/adapters.mjs'
import { loadWasm } from './engine/wasm.mjs'

const options = readArguments(process.argv.slice(2))
if (options.version) {
  console.log('schema-engine-wasm')
  process.exit(0)
}
const wasm = await loadWasm()
const factory = bindMigrationAwareSqlAdapterFactory(adapterFactory(options.datasource.url ?? process.env.DATABASE_URL ?? 'memory://'))

// `cli can-connect-to-database`: being able to connect is the whole answer.
if (options.cli) {
  const connection = await factory.connect()
  await connection.dispose?.()
  process.exit(0)
}

let engine
/** Some methods (diff) come without schema files on the command line and carry them in their parameters. */
function openEngine(params) {
  const schemas = options.schemas.length ? options.schemas.map(path => [path, readFileSync(path, 'utf8')]) : schemasIn(params)
  return wasm.SchemaEngine.new({ datamodels: schemas }, () => {}, factory)
}

/** An engine that has applied migrations to a server can open no shadow database any more; a new one can once it has been asked for a diagnosis. */
async function engineFor(name, params) {
  if (name === 'evaluateDataLoss' || name === 'createMigration') {
    engine = await openEngine(params)
    await engine.devDiagnostic({ migrationsList: params.migrationsList, filters: params.filters })
  }
  engine ??= await openEngine(params)
  return engine
}

function schemasIn(value) {
  if (!value || typeof value !== 'object') return []
  if (Array.isArray(value)) return value.flatMap(schemasIn)
  const { path, content } = value
  if (typeof content === 'string' && typeof path === 'string' && path.endsWith('.prisma')) return [[path, content]]
  return Object.values(value).flatMap(schemasIn)
}

const send = message => process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`)

async function answer({ id, method, params }) {
  const name = method === 'getDatabaseVersion' ? 'version' : method
  try {
    const result = await (await engineFor(name, params))[name](params)
    // The native engine prints a diff by a call back to the command; the wasm one returns it.
    if (name === 'diff' && result?.stdout) send({ id: id + 1e6, method: 'print', params: { content: result.stdout } })
    send({ id, result: result ?? {} })
  } catch (error) {
    const { message } = error
    send({ id, error: { code: 4466, message, data: { is_panic: false, message, meta: {}, error_code: error.code ?? 'P0000' } } })
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const request = line.trim() ? JSON.parse(line) : {}
  // Replies to our own `print` calls carry no method.
  if (request.method !== undefined) await answer(request)
}
process.exit(0)
