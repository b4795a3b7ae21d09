import type { DiskSpec, RunningMachine, VmSpec } from '@/server/contract/agent/vm'
import { leaves } from './leaves'
import type { Change } from './leaves'

type RunningDisk = RunningMachine['disks'][number]

/** The running disk that the wish means: by Atrium's id, or by its place where another tool plugged it in. */
export const runningDisk = ({ disks }: RunningMachine, { id, target }: Pick<DiskSpec, 'id' | 'target'>): RunningDisk | undefined =>
  disks.find((disk) => disk.id === id) ?? disks.find((disk) => disk.id === null && disk.target === target)

const compared = ({ path, format, bus, target, options }: RunningDisk | DiskSpec) => ({ path, format, bus, target, options })

const changed = (now: RunningDisk, wanted: DiskSpec): Change[] => leaves(compared(now), compared(wanted), `disks.${wanted.id}`).map((leaf) => ({
  ...leaf, label: leaf.field.replace(`disks.${wanted.id}`, 'disk').replace('.options', ''), device: now.target,
}))

/** Disks: one that another tool plugged in is not ours to pull. */
export const diskDifferences = (running: RunningMachine, { disks, configDrive }: VmSpec): Change[] => [
  ...disks.flatMap((disk) => {
    const now = runningDisk(running, disk)
    return now ? changed(now, disk) : [{ field: `disks.${disk.id}`, label: 'disk', device: disk.target, running: null, next: disk.path }]
  }),
  ...running.disks.filter(({ id }) => id !== null && !disks.some((disk) => disk.id === id))
    .map(({ id, target, path }) => ({ field: `disks.${id}`, label: 'disk', device: target, running: path ?? target, next: null })),
  ...(running.configDrive === configDrive ? [] : [{ field: 'configDrive', label: 'configDrive', device: null, running: running.configDrive, next: configDrive }]),
]
