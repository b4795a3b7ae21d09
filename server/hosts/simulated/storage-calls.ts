import { implement } from '@orpc/server'
import { agentContract } from '@/server/contract/agent/agent'
import { AppError } from '@/server/domain/error'
import type { Faults } from './faults'
import { createMetadata } from './metadata'
import type { SimulatedFolder, Storage } from './storage'

/** The calls about folders of storage domains. */
export const storageCalls = ({ folder, storage, run }: { folder: SimulatedFolder; storage: Storage; run: Faults['run'] }) => {
  const os = implement(agentContract)
  const metadata = createMetadata(folder)
  return {
    ensureDomain: os.storage.ensureDomain.handler(({ input }) => run('storage.ensureDomain', () => {
      if (input.owner) metadata.requireOwn(input.path, { id: input.id, owner: input.owner, takeOver: input.takeOver })
      storage.domains.set(input.id, input.path)
      return storage.observe(input.path)
    })),
    forgetDomain: os.storage.forgetDomain.handler(({ input }) => run('storage.forgetDomain', () => {
      storage.domains.delete(input.id)
      return {}
    })),
    look: os.storage.look.handler(({ input }) => run('storage.look', () => {
      if (!input.path.startsWith('/')) throw new AppError('BAD_INPUT', `“${input.path}” is not the full path of a folder.`, { field: 'path' })
      const { capacityMiB, freeMiB } = storage.observe(input.path)
      return { exists: true, usable: true, error: '', capacityMiB, freeMiB, ...metadata.look(input.path) }
    })),
    readMetadata: os.storage.readMetadata.handler(({ input }) => run('storage.readMetadata', () => ({ files: metadata.read(input.path, input.after ?? ''), more: false }))),
    writeMetadata: os.storage.writeMetadata.handler(({ input }) => run('storage.writeMetadata', () => {
      metadata.write(input)
      return {}
    })),
    wipe: os.storage.wipe.handler(({ input }) => run('storage.wipe', () => {
      storage.wipe(input.path)
      metadata.wipe(input.path)
      storage.domains.delete(input.id)
      return {}
    })),
  }
}
