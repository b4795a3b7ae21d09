'use client'
import { useMemo } from 'react'
import { useFormatter, useNow } from 'use-intl/react'
import { splitBytes, splitMiB } from './size'
import { durationParts } from './duration'

/** Figures and times in the language and time zone of the reader. A missing value is an en dash. */
export function useFormat() {
  const format = useFormatter()
  return useMemo(() => {
    const number = (value: number | null | undefined, maximumFractionDigits = 0): string =>
      value === null || value === undefined ? '–' : format.number(value, { maximumFractionDigits })
    return {
      number,
      percent: (value: number | null | undefined): string => (value === null || value === undefined ? '–' : `${number(value, value < 10 ? 1 : 0)} %`),
      /** `mib(2048)` = "2 GiB". */
      mib: (value: number | null | undefined): string => {
        if (value === null || value === undefined) return '–'
        const { amount, unit } = splitMiB(value)
        return `${number(amount, amount < 10 ? 1 : 0)} ${unit}`
      },
      bytes: (value: number): string => {
        const { amount, unit } = splitBytes(value)
        return `${number(amount, amount < 10 ? 1 : 0)} ${unit}`
      },
      bytesPerSecond: (value: number | null | undefined): string => {
        if (value === null || value === undefined) return '–'
        const { amount, unit } = splitBytes(value)
        return `${number(amount, amount < 10 ? 1 : 0)} ${unit}/s`
      },
      dateTime: (iso: string | number): string => format.dateTime(new Date(iso), { dateStyle: 'medium', timeStyle: 'medium' }),
      time: (iso: string | number): string => format.dateTime(new Date(iso), { timeStyle: 'medium' }),
      /** The past only: `now` comes from a clock that ticks each few seconds, and what just happened must not lie "in 2 seconds". */
      relative: (iso: string | number, now: Date): string => format.relativeTime(new Date(Math.min(new Date(iso).getTime(), now.getTime())), now),
      list: (values: string[]): string => format.list(values),
      /** Milliseconds as "2 h 5 min". */
      duration: (ms: number): string =>
        durationParts(ms)
          .map(part => format.number(part.value, { style: 'unit', unit: part.unit, unitDisplay: 'short' }))
          .join(' '),
    }
  }, [format])
}

/** The time now, moving on each `everyMs`: for "3 minutes ago" and uptimes. */
export const useClock = (everyMs = 10_000): Date => useNow({ updateInterval: everyMs })
