import type { ConsoleViewer } from '@/server/contract/api/console'
import type { ConsoleProtocol } from './useConsole'

/** The console that the reader looks at. */
interface Own {
  userId: string | undefined
  protocol: ConsoleProtocol
  isOpen: boolean
}

/**
 * The people who have this machine's console open beside the reader, each once, the first comer first. The reader is among
 * them when he has a second one open: what is typed there arrives here too.
 */
export function otherPeople(viewers: readonly ConsoleViewer[], own: Own): ConsoleViewer['user'][] {
  const mine = own.isOpen ? viewers.findIndex(v => v.user.id === own.userId && v.protocol === own.protocol) : -1
  const people = new Map(viewers.filter((_, i) => i !== mine).map(v => [v.user.id, v.user]))
  return [...people.values()]
}
