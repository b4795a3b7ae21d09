import { importVm } from '@/server/commands/vm/import'
import { api } from './base'
import { commandOf } from './command'
import { listImports, readImport } from './import-read'

export const importHandlers = {
  list: api.import.list.handler(({ context, input }) => listImports(context.db, input)),
  check: api.import.check.handler(async ({ context, input }) => (await readImport(context.db, input)).proposed),
  create: api.import.create.handler(async ({ context, input }) => importVm(commandOf(context), input, await readImport(context.db, input))),
}
