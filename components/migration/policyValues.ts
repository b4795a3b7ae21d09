import type { Policy, PolicySettings } from '@/server/contract/api/migration'

export const lastActions = ['nothing', 'abort', 'suspend', 'post-copy'] as const
export type LastAction = (typeof lastActions)[number]

/** A policy as its form has it. Times in ms and s, rates in MiB/s; null = none. */
export interface PolicyValues {
  name: string
  description: string
  bandwidthMiBps: number | null
  initialDowntimeMs: number
  /** `150, 200, 300` */
  steps: string
  last: LastAction
  autoConverge: boolean
  compressed: boolean
  parallel: number | null
  secondsPerGiB: number | null
  stallSeconds: number | null
}

export const policyDefaults: PolicyValues = {
  name: '', description: '', bandwidthMiBps: null, initialDowntimeMs: 100, steps: '150, 200, 300, 400, 500', last: 'abort', autoConverge: true,
  compressed: false, parallel: null, secondsPerGiB: null, stallSeconds: null,
}

const seconds = (ms: number | null): number | null => (ms === null ? null : Math.round(ms / 1000))
const milliseconds = (s: number | null): number | null => (s === null ? null : s * 1000)

export function valuesOf({ name, description, settings }: Pick<Policy, 'name' | 'description' | 'settings'>): PolicyValues {
  const { onStall, timeoutMsPerGiB, stallTimeoutMs, ...rest } = settings
  const last = onStall.at(-1)?.kind
  return {
    name, description, ...rest,
    steps: onStall.flatMap(action => (action.kind === 'downtime' ? [action.ms] : [])).join(', '),
    last: last === undefined || last === 'downtime' ? 'nothing' : last,
    secondsPerGiB: seconds(timeoutMsPerGiB),
    stallSeconds: seconds(stallTimeoutMs),
  }
}

const maxDowntimeMs = 2_000_000

/** The times in `steps`; null when they are not what they should be. */
export function stepsOf(text: string): number[] | null {
  const parts = text.split(/[,，;\s]+/).filter(Boolean).map(Number)
  return parts.length <= 19 && parts.every(ms => Number.isInteger(ms) && ms >= 1 && ms <= maxDowntimeMs) ? parts : null
}

export function settingsOf({ steps, last, secondsPerGiB, stallSeconds, bandwidthMiBps, initialDowntimeMs, autoConverge, compressed, parallel }: PolicyValues): PolicySettings {
  return {
    bandwidthMiBps, initialDowntimeMs, autoConverge, compressed, parallel,
    onStall: [...(stepsOf(steps) ?? []).map(ms => ({ kind: 'downtime' as const, ms })), ...(last === 'nothing' ? [] : [{ kind: last }])],
    timeoutMsPerGiB: milliseconds(secondsPerGiB),
    stallTimeoutMs: milliseconds(stallSeconds),
  }
}

export const limitsOf = {
  bandwidthMiBps: { min: 1, max: 1_000_000 },
  downtimeMs: { min: 1, max: maxDowntimeMs },
  parallel: { min: 2, max: 16 },
  seconds: { min: 1, max: 604_800 },
  limit: { min: 1, max: 64 },
} as const
