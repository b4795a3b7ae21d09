import type { ReactNode } from 'react'
import type { VmRow } from '@/server/contract/api/vm'
import { vmRules } from '@/server/domain/vm/lifecycle'

/** What a console needs to know of its machine. */
export interface ConsoleMachine {
  id: string
  name: string
  /** Does it show anything now? By the same table as the button and the server. */
  on: boolean
  /** Where it runs; null = nowhere. */
  hostId: string | null
  /** Its state as a word in the reader's language. */
  stateText: string
  stateSince: string
  /** Sentence, when something other than its state keeps the console shut (no right, host lost); else null. */
  obstacle: string | null
  /** Button in the middle of the black screen when the machine is down. */
  startButton: ReactNode
}

export interface ConsoleProps {
  machine: ConsoleMachine
  /** First thing in the toolbar: the switch between the kinds of console. */
  lead: ReactNode
  /** Alone in its window. */
  fill?: boolean
}

export const showsConsole = (vm: Pick<VmRow, 'status'>): boolean => vmRules.console.from.some(status => status === vm.status)
