'use client'
import { useQuery } from '@tanstack/react-query'
import { roleAllows } from '@/server/domain/access/decide'
import type { ActionState } from '@/server/contract/api/common'
import { api } from './client'

/** Who is logged in. One request per tab; the page asks again when the user's roles change. */
export const useSession = () => useQuery(api.session.get.queryOptions({ staleTime: Infinity }))

const refused: ActionState = { allowed: false, reason: { code: 'forbidden', params: {}, text: 'You do not have the permission for this.' } }
const allowed: ActionState = { allowed: true, reason: null }

/**
 * May the reader do this, as far as the page knows? For buttons of things that do not exist yet (create); objects carry their own
 * `actions`. Whoever has no role on the whole system may hold one on a part of it: then the server decides, except on the system itself.
 */
export function useMay(verb: string, on: 'system' | 'part' = 'part'): ActionState {
  const { data } = useSession()
  if (!data) return allowed
  if (data.systemRoles.some(role => roleAllows(role, verb))) return allowed
  return data.systemRoles.length === 0 && on === 'part' ? allowed : refused
}
