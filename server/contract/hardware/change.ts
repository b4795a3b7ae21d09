import { z } from 'zod'

/** A value as a table shows it; null = there is none. */
export const ChangeValue = z.union([z.string(), z.number(), z.boolean()]).nullable()
export type ChangeValue = z.infer<typeof ChangeValue>

/** One difference between the machine that runs and the one that is wanted. Rules: server/domain/vm/live. */
export const HardwareChange = z.object({
  /** Path of what differs: `vcpus`, `hardware.video.model`, `hardware.cdroms.sda.path`, `disks.<id>`, `nics.<id>.options.link`. */
  field: z.string(),
  /** The same without names of devices, for words: `vcpus`, `hardware.video.model`, `cdrom.path`, `disk`, `nic.link`. */
  label: z.string(),
  /** Which device, as a person knows it: target of a drive, MAC of a card, address of a host device; null = the machine itself. */
  device: z.string().nullable(),
  /** null = the running machine lacks the device. */
  running: ChangeValue,
  /** null = the device is not wanted any more. */
  next: ChangeValue,
  /** It can be done while the machine runs, without a restart. */
  canBeLive: z.boolean(),
})
export type HardwareChange = z.infer<typeof HardwareChange>

export const liveOutcomes = ['done', 'refused', 'waiting', 'needs_restart'] as const
export type LiveOutcome = (typeof liveOutcomes)[number]

/**
 * What became of one change of a running machine. `refused` = hypervisor or guest said no; `waiting` = the guest was asked and
 * has not answered: the device is still there; `needs_restart` = it comes with the next start.
 */
export const LiveResult = HardwareChange.extend({
  outcome: z.enum(liveOutcomes),
  reason: z.object({ code: z.string(), params: z.record(z.string(), z.union([z.string(), z.number()])), text: z.string() }).nullable(),
})
export type LiveResult = z.infer<typeof LiveResult>

/** When a change of the running machine is made: `live` = now, as far as it can be; `next` = with its next start. */
export const ApplyWhen = z.enum(['live', 'next'])
export type ApplyWhen = z.infer<typeof ApplyWhen>
