import { z } from 'zod'
import { ApplyWhen } from '../hardware/change'
import { NicOptions, nicModels } from '../hardware/nic'
import { patchOf } from '../hardware/patch'
import { HostPath } from '../hardware/text'
import { Id, JobRef, operation } from './common'

/** The job that changes the running machine; null = it does not run, or the change waits for its next start. */
const Changed = z.object({ jobId: z.uuid().nullable() })

const Mac = z.string().regex(/^([0-9a-fA-F]{2}[:-]){5}[0-9a-fA-F]{2}$/).transform(mac => mac.toLowerCase().replaceAll('-', ':'))
const apply = { apply: ApplyWhen.default('live') }

/** A card by its machine. */
const NicId = Id.extend({ nicId: z.uuid() })

export const AddNic = Id.extend({
  /** null = not connected. */
  networkId: z.uuid().nullable(),
  model: z.enum(nicModels).default('virtio'),
  /** Absent = made from the card's id. */
  mac: Mac.optional(),
  /** Absent = the next free `nic1`, `nic2` … */
  name: z.string().min(1).max(50).optional(),
  options: NicOptions.prefault({}),
  ...apply,
})
export type AddNic = z.output<typeof AddNic>

/** What is absent stays. A new MAC address or model waits for the next start. */
export const UpdateNic = NicId.extend({
  networkId: z.uuid().nullable().optional(),
  model: z.enum(nicModels).optional(),
  mac: Mac.optional(),
  name: z.string().min(1).max(50).optional(),
  options: patchOf(NicOptions).optional(),
  ...apply,
})
export type UpdateNic = z.output<typeof UpdateNic>

export const ChangeCd = Id.extend({
  target: z.string().regex(/^(sd|hd)[a-z]$/),
  /** Image on the host; null = eject. */
  path: HostPath.nullable(),
  /** Opens the tray although the guest has locked it. */
  force: z.boolean().default(false),
  ...apply,
})
export type ChangeCd = z.output<typeof ChangeCd>

const permission = { verb: 'vm.update', on: 'vm', id: 'id' } as const

/** Devices of one machine. Each raises its generation; on a running machine they act at once unless told `apply: next`. */
export const deviceContract = {
  apply: operation
    .meta({ permission })
    .route({ method: 'POST', path: '/vms/{id}/apply', successStatus: 202, summary: 'Make the pending changes of a running machine now, as far as it goes without a restart' })
    .input(Id.extend({ force: z.boolean().default(false) }))
    .output(JobRef),
  addNic: operation
    .meta({ permission })
    .route({ method: 'POST', path: '/vms/{id}/nics', successStatus: 201, summary: 'Add a network card' })
    .input(AddNic)
    .output(Changed.extend({ id: z.uuid(), mac: z.string() })),
  updateNic: operation.meta({ permission }).route({ method: 'PATCH', path: '/vms/{id}/nics/{nicId}', summary: 'Change a network card: network, link, limits, model, MAC' }).input(UpdateNic).output(Changed),
  removeNic: operation.meta({ permission }).route({ method: 'DELETE', path: '/vms/{id}/nics/{nicId}', summary: 'Remove a network card' }).input(NicId.extend(apply)).output(Changed),
  changeCd: operation
    .meta({ permission })
    .route({ method: 'POST', path: '/vms/{id}/cdroms/{target}', summary: 'Put another CD into a drive, or eject it' })
    .input(ChangeCd)
    .output(Changed),
}
