import type { Db } from '../db'
import { appendEvent } from '../event'

/** XML that a host had, and the generation of its mark; `digest` = what the host told of it, null where it was not asked for because of that. */
export interface KeptDefinition {
  xml: string
  generation: number
  digest: string | null
}

/** What a machine has of it. */
export const definitionOf = ({ xml, generation, digest }: KeptDefinition) => ({ definition: xml, definitionGeneration: generation, definitionDigest: digest })

/** Keeps the XML that a host had of the machine, unless a newer one is kept. */
export const keepDefinition = (db: Pick<Db, 'vm'>, id: string, kept: KeptDefinition) => db.vm.updateMany({
  where: { id, OR: [{ definitionGeneration: null }, { definitionGeneration: { lte: kept.generation } }] },
  data: definitionOf(kept),
})

/** Our machines, held by no job, of which one of these hosts has another definition than is kept, and not an older one. */
export const unkeptDefinitions = (db: Db, hostIds: readonly string[]) => db.vm.findMany({
  where: {
    hostId: { in: [...hostIds] }, external: false, jobId: null, observedDefinition: { not: null },
    AND: [
      { OR: [{ definitionDigest: null }, { NOT: { definitionDigest: { equals: db.vm.fields.observedDefinition } } }] },
      { OR: [{ definitionGeneration: null }, { definitionGeneration: { lte: db.vm.fields.observedGeneration } }] },
    ],
  },
  select: { id: true, hostId: true, observedDefinition: true },
  orderBy: { id: 'asc' },
})

/** A host does not know what is kept of an imported machine: it is told, once, and the machine is made without. */
export const dropDefinition = (db: Db, { id, name }: { id: string; name: string }, problem: string): Promise<void> => db.$transaction(async tx => {
  const { count } = await tx.vm.updateMany({ where: { id, definition: { not: null } }, data: { definition: null, definitionGeneration: null, definitionDigest: null } })
  if (count > 0) await appendEvent(tx, {
    severity: 'warning',
    code: 'vm.definition_left_out',
    params: { name, problem },
    message: `${name} was imported without those parts of its XML that Atrium does not model: its host does not know them (${problem}).`,
    subject: { type: 'vm', id, name },
  })
})
