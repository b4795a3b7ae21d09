import type { Agent, Caller } from '@/server/agent/agent'
import { onVm, present, requireState } from '@/server/agent/vms/on-vm'
import type { MigrationPlan, MigrationTask } from '@/server/contract/agent/migration'

/** Begins a migration that leaves this host. The turn of the machine is held only until libvirt has it. */
export const beginMigration = async (
  agent: Agent, caller: Caller, { stepId, plan, ...call }: { stepId: string; id: string; generation: number; plan: MigrationPlan },
): Promise<MigrationTask> => {
  const known = agent.migrations.get(stepId)
  if (known) return known
  return onVm(agent, caller, call, 'migrate', async on => {
    const reading = present(on.reading, call.id)
    requireState(reading, plan.mode === 'offline' ? ['down', 'crashed'] : ['running', 'paused', 'pmsuspended'], 'migrated')
    return agent.migrations.begin(stepId, { id: call.id, memoryMiB: reading.observation.memoryMiB }, plan)
  })
}
