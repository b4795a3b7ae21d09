import { defineConfig } from 'prisma/config'

// The URL is read by `npm run migration` only; the program itself takes its own (see server/setup/up.ts).
// Without DATABASE_URL the engine (engine.mjs) works on an in-memory database, which is enough to write a migration.
export default defineConfig({
  schema: 'schema.prisma',
  migrations: { path: 'migrations' },
  datasource: { url: process.env.DATABASE_URL ?? 'postgresql://atrium@127.0.0.1:5432/atrium' },
})
