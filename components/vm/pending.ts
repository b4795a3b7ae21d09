import type { Vm } from '@/server/contract/api/vm'

export interface PendingRow {
  field: string
  label: string
  running: string
  next: string
}

interface Labels {
  memory: string
  vcpus: string
  firmware: string
  acceleration: string
}

const labelOf: Record<string, keyof Labels> = { memoryMiB: 'memory', vcpus: 'vcpus', firmware: 'firmware', virtType: 'acceleration' }

/** What waits for the next start, worded: unknown fields keep their own name; what is equal on both sides is no change. */
export function pendingRows(pending: Vm['pending'], labels: Labels, mib: (value: number) => string): PendingRow[] {
  return pending
    .filter(({ running, next }) => running !== next)
    .map(({ field, running, next }) => {
      const key = labelOf[field]
      const word = (value: string | number): string => (field === 'memoryMiB' && typeof value === 'number' ? mib(value) : String(value))
      return { field, label: key ? labels[key] : field, running: word(running), next: word(next) }
    })
}
