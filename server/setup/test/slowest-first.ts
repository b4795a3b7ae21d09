import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Files that take a minute or more: begun last, one of them would run on alone while the other core has nothing left to do. */
const slow = ['workflows/every', 'workflows/crash', 'vm/migration', 'vms/guest', 'workflows/real', 'agent/crash', 'vm/migration-storage', 'agent/agent', 'vm/import', 'vm/evacuate', 'guest/guest']
const rank = ({ moduleId }: TestSpecification): number => slow.findIndex(name => moduleId.endsWith(`/${name}.it.test.ts`))

/** The order of a fresh clone, which knows nothing of earlier runs but the size of each file. */
export class SlowestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const [first, rest] = [sorted.filter(file => rank(file) >= 0), sorted.filter(file => rank(file) < 0)]
    return [...first.sort((a, b) => rank(a) - rank(b)), ...rest]
  }
}
