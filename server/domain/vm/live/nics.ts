import type { NicSpec, RunningMachine, VmSpec } from '@/server/contract/agent/vm'
import { leaves } from './leaves'
import type { Change } from './leaves'

type RunningNic = RunningMachine['nics'][number]

export const runningNic = ({ nics }: RunningMachine, { id, mac }: Pick<NicSpec, 'id' | 'mac'>): RunningNic | undefined =>
  nics.find((nic) => nic.id === id) ?? nics.find((nic) => nic.id === null && nic.mac === mac.toLowerCase())

/** A card that shall be on no network is off it as soon as its link is down. */
const isOff = ({ network, options }: RunningNic): boolean => network === null || options.link === 'down'

const changed = (now: RunningNic, wanted: NicSpec): Change[] => {
  const off = wanted.network === null
  const settled = off && isOff(now)
  const { link: nowLink, ...nowRest } = now.options
  const { link: nextLink, ...nextRest } = wanted.options
  const before = { mac: now.mac, model: now.model, network: settled ? null : now.network, options: { ...nowRest, ...(off || now.network === null ? {} : { link: nowLink }) } }
  const after = { mac: wanted.mac.toLowerCase(), model: wanted.model, network: wanted.network, options: { ...nextRest, ...(off || now.network === null ? {} : { link: nextLink }) } }
  return leaves(before, after, `nics.${wanted.id}`).map((leaf) => ({ ...leaf, label: leaf.field.replace(`nics.${wanted.id}`, 'nic').replace('.options', ''), device: now.mac }))
}

/** Network cards: one that another tool plugged in is not ours to pull. */
export const nicDifferences = (running: RunningMachine, { nics }: VmSpec): Change[] => [
  ...nics.flatMap((nic) => {
    const now = runningNic(running, nic)
    return now ? changed(now, nic) : [{ field: `nics.${nic.id}`, label: 'nic', device: nic.mac, running: null, next: nic.network ?? 'none' }]
  }),
  ...running.nics.filter(({ id }) => id !== null && !nics.some((nic) => nic.id === id))
    .map(({ id, mac, network }) => ({ field: `nics.${id}`, label: 'nic', device: mac, running: network ?? 'none', next: null })),
]
