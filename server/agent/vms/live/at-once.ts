import type { RunningMachine, VmSpec } from '@/server/contract/agent/vm'
import type { Difference } from '@/server/domain/vm/live/difference'
import { runningDisk } from '@/server/domain/vm/live/disks'
import { toPlug, updatedNic } from '@/server/domain/vm/live/elements'
import type { LiveReason } from '@/server/domain/vm/live/outcome'
import { limitParameters } from '@/server/domain/vm/xml/disk'
import { buildModule } from '@/server/domain/vm/xml/memory'
import { buildXml } from '@/server/domain/xml/build'
import type { Element } from '@/server/domain/xml/element'
import type { Libvirt } from '@/server/libvirt/facade/libvirt'
import { AffectFlag, DeviceModifyFlag, VcpuFlag } from '@/server/libvirt/flags'
import { requireDisks } from '../define'
import { noting } from './refusal'

/** What a change of a running machine works on. `live` and `definition` are its two XMLs, the second one as wanted already; `running` = the first one, read. */
export interface Change {
  libvirt: Libvirt
  spec: VmSpec
  running: RunningMachine
  live: Element
  definition: Element
}

/** An image on slow storage must be opened first. */
const plugMs = 60_000
const flags = DeviceModifyFlag.LIVE

const only = (found: readonly Difference[], kind: Difference['deed']['kind']): Difference[] => found.filter(({ deed }) => deed.kind === kind)
const idOf = ({ field }: Difference): string => field.split('.')[1] ?? ''

export const plug = async ({ libvirt, spec, live, definition }: Change, { field }: Difference): Promise<void> => {
  await requireDisks(spec.disks.filter(({ id }) => field === `disks.${id}`), spec)
  for (const device of toPlug(field, definition, live, spec)) await libvirt.domain.attachDevice({ uuid: spec.id }, { xml: buildXml(device), flags }, { timeoutMs: plugMs })
}

const update = async ({ libvirt, spec, live }: Change, id: string): Promise<void> => {
  const card = updatedNic(id, live, spec)
  if (card) await libvirt.domain.updateDevice({ uuid: spec.id }, { xml: buildXml(card), flags })
}

const limit = async ({ libvirt, spec, running }: Change, id: string): Promise<void> => {
  const disk = spec.disks.find((each) => each.id === id)
  const now = disk && runningDisk(running, disk)
  if (disk && now) await libvirt.domain.setBlockIoTune({ uuid: spec.id }, { disk: now.target, params: limitParameters(disk.options.limits), flags: AffectFlag.LIVE })
}

/** Several differences of one device are made in one call: what is refused is refused for each. */
const perDevice = async (found: readonly Difference[], act: (id: string) => Promise<void>, refusals: Map<string, LiveReason>): Promise<void> => {
  for (const id of new Set(found.map(idOf))) {
    const fields = found.filter((each) => idOf(each) === id).map(({ field }) => field)
    await noting(fields, refusals, () => act(id))
  }
}

/** Everything that needs no answer of the guest. */
export const changeAtOnce = async (change: Change, found: readonly Difference[], refusals: Map<string, LiveReason>): Promise<void> => {
  const { libvirt, spec, running } = change
  await perDevice(only(found, 'limits'), (id) => limit(change, id), refusals)
  await perDevice(only(found, 'update'), (id) => update(change, id), refusals)
  for (const one of only(found, 'plug')) await noting([one.field], refusals, () => plug(change, one))
  for (const { field, running: now, next } of only(found, 'memory')) {
    const module = buildModule({ model: 'dimm', sizeMiB: Number(next) - Number(now), node: 0 })
    await noting([field], refusals, () => libvirt.domain.attachDevice({ uuid: spec.id }, { xml: buildXml(module), flags }))
  }
  for (const { field } of only(found, 'vcpus')) {
    if (spec.vcpus > running.vcpus) await noting([field], refusals, () => libvirt.domain.setVcpus({ uuid: spec.id }, { vcpus: spec.vcpus, flags: VcpuFlag.LIVE }))
  }
}
