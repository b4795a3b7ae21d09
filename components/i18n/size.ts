const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'] as const

/** Bytes as an amount of the largest binary unit that keeps it ≥ 1. */
export function splitBytes(bytes: number): { amount: number; unit: (typeof units)[number] } {
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log2(Math.max(1, Math.abs(bytes))) / 10)))
  return { amount: bytes / 1024 ** power, unit: units[power] ?? 'B' }
}

export const splitMiB = (mib: number): { amount: number; unit: (typeof units)[number] } =>
  mib === 0 ? { amount: 0, unit: 'MiB' } : splitBytes(mib * 1024 ** 2)
