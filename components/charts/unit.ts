/** What a chart's values are: decides ticks and words. */
export type ChartUnit = 'percent' | 'mib' | 'bytesPerSecond'

/** MiB become GiB in steps of 1024, like bytes. */
export const baseOf: Record<ChartUnit, 1000 | 1024> = { percent: 1000, mib: 1024, bytesPerSecond: 1024 }
