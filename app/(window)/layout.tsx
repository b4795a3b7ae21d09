import type { ReactNode } from 'react'
import { SessionGate } from '@/components/shell/SessionGate'

/** Pages that stand alone in a window of their own: no navigation, the same login. */
export default function WindowLayout({ children }: { children: ReactNode }) {
  return <SessionGate>{children}</SessionGate>
}
