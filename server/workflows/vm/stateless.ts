import { AppError } from '@/server/domain/error'
import { noHostSees } from '@/server/domain/placement/no-host'
import { changeable, overlayPath } from '@/server/domain/vm/stateless'
import { isOff } from '@/server/domain/vm/observed'
import { find, findAll } from '@/server/domain/xml/element'
import { parseDisk } from '@/server/domain/vm/xml/disk'
import { parseXml } from '@/server/domain/xml/parse'
import { hostSeeing } from '@/server/store/vm/placement'
import { setStatelessRun } from '@/server/store/vm/stateless'
import { wantedVm } from '@/server/store/vm/spec'
import type { WantedVm } from '@/server/store/vm/spec'
import type { StepContext } from '../definition'
import type { OnVm } from './input'

type Context = Pick<StepContext<OnVm, Record<string, unknown>>, 'db' | 'input' | 'instanceId' | 'stepId' | 'agent' | 'subject'>

/** Of a disk that Atrium did not give it nothing would be thrown away. Errors: WRONG_STATE. */
async function refuseStrangeDisks({ agent, subject }: Context, hostId: string, { baseSpec: spec }: WantedVm): Promise<void> {
  const { xml } = await (await agent(hostId)).vm.xml({ id: spec.id })
  const strange = findAll(parseXml(xml), 'devices/disk').filter(disk => {
    const { device, path } = parseDisk(disk)
    return device !== 'cdrom' && device !== 'floppy' && find(disk, 'readonly') === null && !spec.disks.some(each => each.path === path)
  })
  if (strange.length === 0) return
  throw new AppError('WRONG_STATE', `${subject.name} has a disk that Atrium does not manage, so its changes can't be thrown away.`, {
    subject, hint: 'Start it as usual.', reason: { code: 'stateless_strange', params: {} },
  })
}

const removeOverlays = async ({ db, agent, stepId }: Context, wanted: WantedVm, hostId: string | null): Promise<void> => {
  for (const disk of changeable(wanted.baseSpec.disks)) {
    const domain = wanted.disks.find(({ id }) => id === disk.id)?.storageDomain
    const at = domain ? await hostSeeing(db, domain.id, hostId) : null
    if (!domain || !at) throw noHostSees({ name: domain?.name ?? disk.target })
    await (await agent(at)).disk.ensureAbsent({ stepId: `${stepId}:${disk.id}`, storagePath: domain.path, path: overlayPath(disk) })
  }
}

/** Fresh overlays, and a row that says so: what is started now writes to them alone. Errors: WRONG_STATE, DISK_FULL, IMAGE_MISSING. */
export async function layOverlays(context: Context, hostId: string): Promise<void> {
  const { db, input, instanceId, stepId, agent } = context
  const wanted = await wantedVm(db, input.vmId, instanceId)
  const { vm, disk: calls } = await agent(hostId)
  // Its definition has its own disks: then no overlay of an earlier run is in use, and none is taken for a fresh one.
  await vm.ensureDefined({ stepId, spec: wanted.baseSpec })
  await refuseStrangeDisks(context, hostId, wanted)
  await removeOverlays(context, wanted, hostId)
  for (const disk of changeable(wanted.baseSpec.disks)) {
    const row = wanted.disks.find(({ id }) => id === disk.id)
    if (!row) continue
    const backing = row.allocation === 'thin' ? row.template : null
    await calls.ensure({
      stepId: `${stepId}:${disk.id}`, storagePath: row.storageDomain.path, path: overlayPath(disk), format: 'qcow2', sizeMiB: row.sizeMiB,
      source: { path: disk.path, format: disk.format, mode: 'thin', backing },
    })
  }
  await setStatelessRun(db, input.vmId, true)
}

/**
 * What it has written is gone, and it has its own disks again. The row last: until then this is tried again. Errors: WRONG_STATE while it
 * runs, or its memory is saved.
 */
export async function dropChanges(context: Context): Promise<void> {
  const { db, input, instanceId, stepId, agent, subject } = context
  const wanted = await wantedVm(db, input.vmId, instanceId)
  const { hostId } = wanted
  if (hostId) {
    const { vm } = await agent(hostId)
    const seen = await vm.get({ id: input.vmId })
    if (seen && !isOff(seen.state)) throw new AppError('WRONG_STATE', `${subject.name} still uses its changes (${seen.state}).`, { subject })
    if (seen) await vm.ensureDefined({ stepId, spec: wanted.baseSpec })
  }
  await removeOverlays(context, wanted, hostId)
  await setStatelessRun(db, input.vmId, false)
}
