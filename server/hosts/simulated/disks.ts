import { implement } from '@orpc/server'
import { agentContract } from '@/server/contract/agent/agent'
import type { Parts } from './calls'
import { isDown } from './machines'

/** Images of a simulated host. */
export const simulatedDisks = ({ faults: { run }, feed, machines, storage }: Parts) => {
  const os = implement(agentContract).disk
  return {
    ensure: os.ensure.handler(({ input }) => run('disk.ensure', () => {
      const result = storage.ensure(input)
      feed.tell({ type: 'task', stepId: input.stepId, progress: 1, done: true })
      return result
    })),
    ensureAbsent: os.ensureAbsent.handler(({ input }) => run('disk.ensureAbsent', () => {
      storage.ensureAbsent(input)
      return {}
    })),
    generalise: os.generalise.handler(({ input }) => run('disk.generalise', () => {
      storage.generalise(input)
      feed.tell({ type: 'task', stepId: input.stepId, progress: 1, done: true })
      return {}
    })),
    holders: os.holders.handler(({ input: { paths } }) => run('disk.holders', () => [...machines.all.values()].flatMap(machine =>
      machine.spec.disks.filter(({ path }) => paths.includes(path)).map(({ path }) => ({ path, id: machine.spec.id, name: machine.spec.name, active: !isDown(machine) })),
    ))),
    shrink: os.shrink.handler(({ input }) => run('disk.shrink', () => storage.shrink(input))),
    check: os.check.handler(({ input }) => run('disk.check', () => storage.check(input))),
    abort: os.abort.handler(() => run('disk.abort', () => ({}))),
    chain: os.chain.handler(({ input }) => run('disk.chain', () => storage.chain(input))),
    inspect: os.inspect.handler(({ input }) => run('disk.inspect', () => storage.inspect(input))),
  }
}
