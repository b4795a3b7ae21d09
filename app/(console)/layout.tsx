import type { ReactNode } from 'react'
import { SessionGate } from '@/components/shell/SessionGate'
import { Shell } from '@/components/shell/Shell'

/** Every page behind the login. */
export default function ConsoleLayout({ children }: { children: ReactNode }) {
  return (
    <SessionGate>
      <Shell>{children}</Shell>
    </SessionGate>
  )
}
